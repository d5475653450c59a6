//! What a module record costs over parsing the same text with the bare parser, both in one run.

use std::{fmt::Write as _, hint::black_box};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use swc_common::{BytePos, input::StringInput};
use swc_ecma_ast::EsVersion;
use swc_ecma_parser::{EsSyntax, Parser, Syntax, lexer::Lexer};
use vmlink::syntax::parse_module;

/// How many parses go by before the parser's store of names is emptied, as `parse_module` does.
const PARSES_PER_CLEANUP: u32 = 1000;

fn bare(source: &str) {
    let syntax = Syntax::Es(EsSyntax { explicit_resource_management: true, ..EsSyntax::default() });
    let end = u32::try_from(source.len()).expect("the texts here are small");
    let input = StringInput::new(source, BytePos(1), BytePos(1 + end));
    let mut parser = Parser::new_from(Lexer::new(syntax, EsVersion::latest(), input, None));
    let module = parser.parse_module().expect("the texts here are modules");
    assert!(parser.take_errors().is_empty());
    black_box(module);
}

/// A module with imports, exports and functions, `size` of each.
fn module_text(size: usize) -> String {
    let mut text = String::new();
    for n in 0..size {
        let _ = write!(
            text,
            "import {{ first{n}, second as renamed{n} }} from \"./module{n}.mjs\";\n\
             export {{ first{n}, renamed{n} as \"a name {n}\" }};\n\
             export let value{n} = {n};\n\
             export function work{n}(left, right) {{\n  let sum = left + right;\n  if (sum > value{n}) {{ const half = sum / 2; return half; }}\n  return [sum, left].map((item) => item * {n});\n}}\n"
        );
    }
    text
}

fn extraction(criterion: &mut Criterion) {
    let texts = [
        ("one re-export", "export * from \"x\";".to_owned()),
        ("linking module", "import { a, b as c } from \"./first.mjs\";\nimport d from \"./second.mjs\";\nexport { a, c };\nexport * from \"./third.mjs\";\nexport * as ns from \"./fourth.mjs\";\nexport let e = 1;\nexport default function f() {}\n".to_owned()),
        ("1 part", module_text(1)),
        ("10 parts", module_text(10)),
        ("100 parts", module_text(100)),
        ("1000 parts", module_text(1000)),
    ];
    let mut group = criterion.benchmark_group("extraction");
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut parses = 0;
        group.bench_with_input(BenchmarkId::new("bare parser", name), text, |bencher, text| {
            bencher.iter(|| {
                bare(text);
                parses += 1;
                if parses % PARSES_PER_CLEANUP == 0 {
                    hstr::global_atom_store_gc();
                }
            });
        });
        group.bench_with_input(BenchmarkId::new("record", name), text, |bencher, text| {
            bencher.iter(|| black_box(parse_module(text).expect("the texts here are modules")));
        });
    }
    group.finish();
}

criterion_group!(benches, extraction);
criterion_main!(benches);
