//! Blocks of JavaScript, as lines.

/// The lines of a statement that does `lines` under `condition`: on one line where that is short.
pub(super) fn condition(condition: &str, lines: Vec<String>) -> Vec<String> {
    match lines.as_slice() {
        [only]
            if !only.starts_with("const ")
                && !only.starts_with("if ")
                && condition.len() + only.len() < 80 =>
        {
            vec![format!("if ({condition}) {only}")]
        }
        _ => block(&format!("if ({condition})"), lines),
    }
}

/// `head { lines }`
pub(super) fn block(head: &str, lines: Vec<String>) -> Vec<String> {
    let mut block = vec![format!("{head} {{")];
    block.extend(indented(lines));
    block.push("}".to_owned());
    block
}

pub(super) fn indented(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("  {line}")).collect()
}
