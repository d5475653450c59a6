//! The conformance run as a whole (load, run, judge) against running the programs alone, on the same threads.
//!
//! What lies between the two is what the harness costs beside the reference linker.

use std::{hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use vmlink::{
    conformance::{Assignment, Options, run},
    corpus::load,
    engines::ReferenceEngine,
    oracles::snapshots::Snapshots,
    reference::ProfileName,
};

fn conformance(criterion: &mut Criterion) {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a folder of the workspace");
    let corpus = load(&[root.join("cases")]).expect("the corpus of the project loads");
    let mut group = criterion.benchmark_group("conformance");
    group.throughput(Throughput::Elements((corpus.len() * ProfileName::STANDARDS.len()) as u64));
    group.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let corpus = load(&[root.join("cases")]).expect("it loaded before");
            let snapshots = Snapshots::load(&root.join("snapshots"), &corpus, &ProfileName::STANDARDS);
            let options = Options { snapshots: Some(&snapshots), ..Options::default() };
            let plan = ProfileName::STANDARDS.map(Assignment::reference);
            let cases: Vec<_> = corpus.iter().collect();
            run(&cases, &plan, &options, |_, result| {
                black_box(result);
            })
            .expect("threads start")
        });
    });
    group.bench_function("run-alone", |bencher| {
        bencher.iter(|| {
            corpus.par_iter().for_each(|case| {
                for profile in ProfileName::STANDARDS {
                    black_box(ReferenceEngine::new(profile).transcript(&case.program));
                }
            });
        });
    });
    group.finish();
}

criterion_group!(benches, conformance);
criterion_main!(benches);
