//! The targets.

use std::fmt::Write;

use crate::{
    engines::ReferenceEngine,
    generators::{program, source_text},
    oracles::{check_determinism, check_invariants},
    program::to_yaml,
    reference::ProfileName,
    syntax::parse_module,
};

/// Something that must hold of every byte string.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of the target's file in `fuzz/fuzz_targets`, and of its folders below `fuzz/`.
    pub name: &'static str,
    /// The check: what it objects to, in words, is its error. A panic is an objection too.
    pub check: fn(&[u8]) -> Result<(), String>,
}

/// Every target, in the order of their names.
pub const TARGETS: [Target; 2] = [
    Target { name: "program_links", check: program_links },
    Target { name: "source_to_record", check: source_to_record },
];

/// Any text is a module record, or a syntax error that says where it is; never a panic, and the same each time.
///
/// The bytes are read as text, and also as choices of the grammar behind [`source_text`].
///
/// # Errors
/// What is wrong, with the text.
pub fn source_to_record(bytes: &[u8]) -> Result<(), String> {
    for text in [String::from_utf8_lossy(bytes).into_owned(), source_text(bytes)] {
        if let Err(error) = parse_module(&text)
            && (error.message.is_empty() || error.position.line == 0 || error.position.column == 0)
        {
            return Err(format!(
                "The syntax error {error:?} does not say what is wrong and where, in {text:?}."
            ));
        }
    }
    Ok(())
}

/// Every program runs on the reference, under every profile, without breaking an invariant, and the same each time.
///
/// # Errors
/// The findings, and the program in the form of a case.
pub fn program_links(bytes: &[u8]) -> Result<(), String> {
    let program = program(bytes);
    for profile in ProfileName::STANDARDS {
        let engine = ReferenceEngine::new(profile);
        let transcript = engine.transcript(&program);
        let mut findings = check_invariants(&program, profile, &transcript);
        findings.extend(check_determinism(&engine, &program, &transcript));
        if findings.is_empty() {
            continue;
        }
        let mut text = format!("Under the profile {profile}:\n");
        for finding in findings {
            let step = finding.step.map(|step| format!(" at step {step}")).unwrap_or_default();
            let _ = writeln!(
                text,
                "{}{step}\n  expected: {}\n  actual: {}",
                finding.oracle, finding.expected, finding.actual
            );
        }
        let _ = write!(text, "The program, as it stands in a case:\n{}", to_yaml(&program));
        return Err(text);
    }
    Ok(())
}
