//! The parser's store of names does not grow with the number of modules parsed.

use vmlink::syntax::parse_module;

/// Resident memory in KiB; zero where the system does not tell.
fn resident_kib() -> u64 {
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * 4)
}

fn parse_unique(from: u32, to: u32) {
    let filler = "long".repeat(60);
    for n in from..to {
        let source =
            format!("import {{ a as {filler}_{n} }} from \"{filler}/{n}\"; export let {filler}_export_{n};");
        assert!(parse_module(&source).is_ok());
    }
}

#[test]
fn unique_names_are_freed() {
    parse_unique(0, 3_000);
    let before = resident_kib();
    parse_unique(3_000, 23_000);
    let grown = resident_kib().saturating_sub(before);
    // Kept, the names alone would take 20,000 × 3 × 250 bytes, which is 14 MiB.
    assert!(grown < 5 * 1024, "{grown} KiB more after 20,000 modules");
}
