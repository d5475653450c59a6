//! The comment a script begins with: what it shows, why that must be so, and what an engine does instead.

use std::fmt::Write as _;

use super::{
    Subject, active_quirks,
    clauses::clause,
    literal::{comment, comment_indented},
};
use crate::{
    corpus::{Case, CaseId},
    engines::ReferenceEngine,
    oracles::{Finding, check_expectations, crash_step},
    reference::ProfileName,
    transcript::Transcript,
};

/// The header of the script for `subject`, every line of it a comment.
pub(super) fn header(subject: &Subject, engine: Option<ProfileName>) -> String {
    let mut out = comment(&subject.title);
    out.push_str("//\n");
    match &subject.why {
        Some(why) => out.push_str(&comment(why)),
        None => out.push_str(&comment(
            "What vm.Module does with these modules. Expected is what the contract of vm.Module and ECMA-262 make of them.",
        )),
    }
    if !subject.source.is_empty() {
        out.push_str("//\n// Why it must be so:\n");
        for source in &subject.source {
            out.push_str(&comment_indented(&format!("* {}", reason(source)), "  "));
        }
    }
    if let Some(profile) = engine {
        out.push_str("//\n");
        out.push_str(&instead(subject, profile));
    }
    out.push_str("//\n// Run it with `node --experimental-vm-modules`, `bun` or `deno run`. It ends with PASS or FAIL.\n");
    out
}

/// A source of an expectation, so that it can be looked up.
fn reason(source: &str) -> String {
    match clause(source) {
        Some(text) => format!("{source} of the contract of vm.Module: {text}"),
        None if source.starts_with("sec-") => format!("https://tc39.es/ecma262/#{source}"),
        None => source.to_owned(),
    }
}

/// What runtimes of `profile` do instead, and which quirks are behind it.
fn instead(subject: &Subject, profile: ProfileName) -> String {
    let transcript = ReferenceEngine::new(profile).transcript(&subject.program);
    let findings = check_expectations(&as_case(subject), ProfileName::Contract, &transcript);
    let crash = crash_step(&transcript);
    if findings.is_empty() && crash.is_none() {
        return comment(&format!("{profile} does all of this."));
    }
    let mut out = format!("// What {profile} does instead:\n");
    for finding in &findings {
        out.push_str(&comment(&format!("* {}", place(finding, &transcript))));
        for (mark, text) in [('-', &finding.expected), ('+', &finding.actual)] {
            for line in changed(text, if mark == '-' { &finding.actual } else { &finding.expected }) {
                // Line by line, because the indentation tells what belongs to what.
                let depth = line.len() - line.trim_start().len();
                let text = comment(line);
                let first = text.lines().next().unwrap_or_default().trim_start_matches("// ");
                let _ = writeln!(out, "//   {mark} {:depth$}{first}", "");
                for rest in text.lines().skip(1) {
                    let _ = writeln!(out, "//     {:depth$}{}", "", rest.trim_start_matches("// "));
                }
            }
        }
    }
    if let Some(index) = crash {
        let name = transcript.steps.get(index).map_or("", |record| record.step.as_str());
        out.push_str(&comment(&format!("* at step {}, {name}: the process dies.", index + 1)));
    }
    let quirks = active_quirks(&subject.program, profile);
    if !quirks.is_empty() {
        let _ = writeln!(out, "//\n// What is behind it in {profile}:");
    }
    for quirk in quirks {
        let facts = quirk.facts();
        let upstream = facts.upstream.map(|link| format!(" See {link}.")).unwrap_or_default();
        out.push_str(&comment_indented(&format!("* {quirk}: {}{upstream}", facts.sentence), "  "));
    }
    out
}

/// The lines of `text` that `other` has not, each with those around it that it belongs to.
fn changed<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let others: Vec<&str> = other.lines().collect();
    text.lines().filter(|line| !others.contains(line)).collect()
}

fn place(finding: &Finding, transcript: &Transcript) -> String {
    match finding.step {
        Some(index) => {
            let name = transcript.steps.get(index).map_or("", |record| record.step.as_str());
            format!("at step {}, {name} (- expected, + what happens):", index + 1)
        }
        None => "as a whole (- expected, + what happens):".to_owned(),
    }
}

/// The subject in the form in which oracles know expectations.
fn as_case(subject: &Subject) -> Case {
    Case {
        id: CaseId { topic: String::new(), file: String::new(), id: subject.title.clone() },
        why: String::new(),
        source: Vec::new(),
        file: std::path::PathBuf::new(),
        line: 1,
        program: subject.program.clone(),
        expectations: subject.expectations.clone(),
    }
}
