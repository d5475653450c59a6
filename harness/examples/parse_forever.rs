//! Parses generated modules, each with names of its own, and prints the memory in use as it goes:
//! `cargo run --release --example parse_forever [MILLIONS]`. The figures stay level.

use vmlink::syntax::parse_module;

/// How many modules go by between two lines.
const MODULES_PER_LINE: u64 = 1_000_000;

fn main() {
    let millions: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10);
    for n in 0..millions * MODULES_PER_LINE {
        let source = format!(
            "import {{ imported_name_{n} as local_name_{n} }} from \"./module_number_{n}.mjs\";\nexport {{ local_name_{n} }};\nexport let exported_name_{n} = {n};"
        );
        if let Err(error) = parse_module(&source) {
            eprintln!("Module {n} was refused: {error}.");
            std::process::exit(1);
        }
        if (n + 1) % MODULES_PER_LINE == 0 {
            println!("{} million modules, {} KiB resident", (n + 1) / MODULES_PER_LINE, resident_kib());
        }
    }
}

/// Resident memory in KiB, from the second field of `/proc/self/statm`, which counts pages of 4 KiB.
fn resident_kib() -> u64 {
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * 4)
}
