//! How much native stack a text can make the parser use.
//!
//! The parser, the walk and the freeing of the tree all recurse along the nesting of the text. Before anything is parsed, the
//! text is read once for an upper bound of that nesting, and the parser runs on a stack of that size. The bound only has
//! to be safe, not exact: what it counts too much is address space that is never touched.

mod scan;
mod words;

use scan::Scan;
use words::{CLASS, WORD};

/// What one level of nesting can cost in bytes: a bracket, an arrow function, a statement in another. The most expensive construct
/// measured is a parenthesis inside another, at 3.2 KiB in optimised builds and 23 KiB in others; the constant leaves
/// room for other compilers.
const NESTED_COST: u64 = if cfg!(debug_assertions) { 40 * 1024 } else { 8 * 1024 };

/// What a prefix operator, an assignment, a conditional or an exponentiation can cost in bytes; 3.6 KiB measured in a build without
/// optimisation.
const OPERATOR_COST: u64 = if cfg!(debug_assertions) { 8 * 1024 } else { 3 * 1024 };

/// What one link of a chain can cost that the parser reads in a loop, such as `a.b.c` or `a + b + c`: its tree is as deep
/// as the chain is long, and is walked and freed recursively.
const LINK_COST: u64 = if cfg!(debug_assertions) { 3 * 1024 } else { 768 };

/// What the parser needs without any nesting.
const BASE_COST: u64 = 128 * 1024;

/// The most stack that is given to one text. Deeper texts are refused, as every engine refuses them at some depth.
const MAX_COST: u64 = 256 * 1024 * 1024;

/// The stack that a text may need in bytes, or `None` when it is nested too deeply to be parsed. `left` is what the
/// caller has, in bytes; it decides only how closely the text must be read for the answer.
pub(super) fn stack_needed(source: &str, left: usize) -> Option<usize> {
    let enough = MAX_COST.min(left as u64);
    let flat = |levels: u64| BASE_COST + NESTED_COST * levels;
    // Most texts are small: every byte taken for a level of nesting, or every byte that could begin one, they still fit.
    let mut cost = flat(source.len() as u64);
    if cost > enough {
        cost = flat(candidates(source.as_bytes()));
    }
    if cost > enough {
        cost = BASE_COST + Scan::new(source.as_bytes()).deepest();
    }
    (cost <= MAX_COST).then(|| usize::try_from(cost).unwrap_or(usize::MAX))
}

/// How many bytes could begin a level of nesting: everything that is not inside a word, white space, or a comma or
/// semicolon; and of each word the first.
fn candidates(text: &[u8]) -> u64 {
    let mut count = 0;
    let mut in_word = false;
    for &byte in text {
        let word = CLASS[byte as usize] == WORD;
        let free = matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b';');
        count += u64::from(!(free || word && in_word));
        in_word = word;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text is found to need beyond the base when all of it has to be read.
    fn nesting(text: &str) -> Option<u64> {
        stack_needed(text, 0).map(|stack| stack as u64 - BASE_COST)
    }

    #[test]
    fn every_open_bracket_and_nested_statement_is_a_level() {
        for level in ["(", "[", "{", "f(", "a=>", "`${", "if(a)", "do ", "new "] {
            let text = level.repeat(100);
            assert!(nesting(&text).is_some_and(|cost| cost >= 100 * NESTED_COST), "{level}");
        }
        for operator in ["!", "-", "typeof ", "await ", "a=", "a?b:", "a**"] {
            let text = operator.repeat(100);
            assert!(nesting(&text).is_some_and(|cost| cost >= 100 * OPERATOR_COST), "{operator}");
        }
    }

    #[test]
    fn a_division_in_flat_code_costs_nothing_more() {
        let flat = nesting("f(a, (b))[0];\n").unwrap();
        for line in [
            "a = b / (c + d);",
            "a = (b) / (c + d);",
            "a = b[0] / (c + d);",
            "a = 2 / (c + d);",
            "a = b++ / (c + d);",
            "a = `${b}` / (c + d);",
            "a = b.c /* d */ / 2;",
            "if (/['(]/.test(a)) b();",
            "return /['(]/.test(a);",
            "a = b.return / (c + d);",
            "a = typeof (b) / (c + d);",
            "f(); // it’s a (comment",
        ] {
            assert!(
                nesting(&format!("{line}\n").repeat(10_000)).is_some_and(|cost| cost < 3 * flat),
                "{line}"
            );
        }
    }

    #[test]
    fn a_statement_that_goes_on_behind_a_semicolon_is_counted() {
        for space in ["", " ", "\n", "/* a */", "// a\n", "\u{a0}", "\u{2028}"] {
            let text = format!("if (a) b();{space}else ").repeat(100);
            assert!(nesting(&text).is_some_and(|cost| cost >= 100 * NESTED_COST), "{space:?}");
        }
    }

    #[test]
    fn what_stands_behind_a_slash_of_either_meaning_is_counted() {
        let groups = "(".repeat(100);
        for text in [
            format!("a++ /{groups}/ 1"),
            format!("1./{groups}/ 1"),
            format!("a.return /{groups}/ 1"),
            format!("#!/*`\n{groups}"),
            format!("// …`\n{groups}"),
            format!("// \u{2028}{groups}"),
            format!("for await (a of b) /\"/;{groups}\""),
            format!("for (a of /\"/){groups}\""),
            format!("for (of of of /{groups}/ a)"),
            format!("a-- /{groups}/ 1"),
            format!("let a\n/\"/;{groups}\""),
            format!("let a\u{2028}/\"/;{groups}\""),
            format!("let a /*\n*/ /\"/;{groups}\""),
            format!("import 'a'\n/\"/;{groups}\""),
            format!("while (a) break b\n/\"/;{groups}\""),
            format!("if (a) /\"/;{groups}\""),
            format!("do a(); while (b) /\"/;{groups}\""),
            format!("return\u{a0}/\"/;{groups}\""),
            format!("{{}} /\"/;{groups}\""),
        ] {
            assert!(nesting(&text).is_some_and(|cost| cost >= 100 * NESTED_COST), "{text}");
        }
    }

    #[test]
    fn the_deepest_nesting_is_refused() {
        let levels = usize::try_from(MAX_COST / NESTED_COST).unwrap() + 1;
        assert_eq!(nesting(&"(".repeat(levels)), None);
        assert_eq!(stack_needed(&"(".repeat(levels), usize::MAX), None);
    }

    #[test]
    fn a_text_that_fits_however_it_nests_is_not_read() {
        let text = "export let x;";
        let stack = usize::try_from(BASE_COST + NESTED_COST * text.len() as u64).unwrap();
        assert_eq!(stack_needed(text, stack), Some(stack));
        assert!(stack_needed(text, 0).is_some_and(|read| read < stack));
    }
}
