//! A program that is written and read again is the same program.

use std::{path::PathBuf, sync::Arc};

use proptest::{collection::vec, option, prelude::*};
use vmlink::program::{
    Action, Answer, Behaviour, Construction, Delivery, ErrorKind, LinkerEntry, LinkerKey, LinkerScript,
    ModuleClass, ModuleDefinition, ModuleId, ModuleKind, Preparation, Program, Query, RequestAnswer,
    Requests, Step, Thrown, Value,
    document::{Format, MAX_DELAY, SourceFile},
    read, to_json, to_yaml,
};

use super::*;

/// How many modules every program here has.
const MODULES: usize = 3;

fn module() -> impl Strategy<Value = ModuleId> {
    (0..MODULES).prop_map(ModuleId::new)
}

/// Texts that look like something else in YAML, or hold the signs of a linker key, among others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&[
            "",
            "~",
            "null",
            "true",
            "no",
            "12",
            "1e3",
            "0x1f",
            ".inf",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#",
            "*a",
            "&a",
            "!a",
            "<<",
            "${x}",
            "$${x}",
            "a -> b",
            " -> ",
            "a with b=c",
            " with ",
            "with",
            "x, y",
            "=",
            "'",
            "\"",
            "\\",
            "\u{1f600}",
            "\u{85}",
            "\u{2028}",
            "\u{7f}",
            "\0",
            "\u{feff}",
            "a\nb",
            "a\n",
            "\n",
            " a ",
            "\t",
            "a\r\nb",
            "export const x = 1;\n\n",
            "undefined",
            "object",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        Just(Value::Function),
        any::<bool>().prop_map(Value::Bool),
        // A number that is not one is unlike itself, so it has a test of its own.
        any::<f64>().prop_filter("not NaN", |number| !number.is_nan()).prop_map(Value::Number),
        any::<i32>().prop_map(|number| Value::Number(f64::from(number))),
        Just(Value::Number(f64::INFINITY)),
        any::<i64>().prop_map(|digits| Value::BigInt(digits.to_string())),
        text().prop_map(Value::String),
        text().prop_map(Value::Symbol),
        module().prop_map(Value::ProxyOf),
        module().prop_map(Value::InheritsFrom),
        module().prop_map(Value::NamespaceOf),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(key(), inner, 0..3)
                .prop_map(|properties| Value::Object(properties.into_iter().collect())),
        ]
    })
}

/// A text that can be a key; `<<` cannot.
fn key() -> impl Strategy<Value = String> {
    text().prop_filter("a merge key is refused", |text| text != "<<")
}

fn thrown() -> impl Strategy<Value = Thrown> {
    prop_oneof![
        (prop::sample::select(&ErrorKind::ALL), text()).prop_map(|(kind, text)| Thrown::Error(kind, text)),
        value().prop_map(Thrown::Value),
    ]
}

fn behaviour(first: BoxedStrategy<Vec<Step>>) -> impl Strategy<Value = Behaviour> {
    let answer = prop_oneof![
        module().prop_map(Answer::Module),
        thrown().prop_map(Answer::Throws),
        thrown().prop_map(Answer::Rejects),
        value().prop_map(Answer::Returns),
        Just(Answer::Never),
        (module(), any::<bool>(), any::<bool>()).prop_map(|(module, evaluates, shared)| {
            Answer::Prepared(Preparation { module, evaluates, shared })
        }),
    ];
    let delivery = prop_oneof![
        Just(Delivery::Direct),
        (0..=MAX_DELAY).prop_map(Delivery::AfterJobs),
        Just(Delivery::Thenable),
        Just(Delivery::ThenGetter),
    ];
    (answer, delivery, first).prop_map(|(answer, delivery, first)| {
        let delivery = match (&answer, delivery) {
            (Answer::Never, Delivery::AfterJobs(_)) | (Answer::Prepared(_), _) => Delivery::Direct,
            (Answer::Throws(_), Delivery::ThenGetter) => Delivery::ThenGetter,
            (_, Delivery::ThenGetter) => Delivery::Thenable,
            (_, delivery) => delivery,
        };
        Behaviour { first, answer, delivery }
    })
}

fn linker(first: BoxedStrategy<Vec<Step>>) -> impl Strategy<Value = LinkerScript> {
    let attributes = option::of(prop::collection::btree_map(key(), text(), 0..3));
    let key = (key(), option::of(module()), attributes)
        .prop_map(|(specifier, referrer, attributes)| LinkerKey { specifier, referrer, attributes });
    prop::collection::btree_map(key, vec(behaviour(first), 1..3), 0..3).prop_map(|entries| LinkerScript {
        entries: entries.into_iter().map(|(key, behaviours)| LinkerEntry { key, behaviours }).collect(),
    })
}

/// What is given in place of a linker.
fn argument() -> impl Strategy<Value = Value> {
    value().prop_filter("a function is a linker", |value| *value != Value::Function)
}

/// An argument of `linkRequests()` that is no list of modules: one with nothing but modules is read as such.
fn requests() -> impl Strategy<Value = Requests> {
    let item = prop_oneof![module().prop_map(RequestAnswer::Module), value().prop_map(RequestAnswer::Value),];
    let list = (vec(item, 0..3), value()).prop_map(|(mut items, last)| {
        items.push(RequestAnswer::Value(last));
        Requests::List(items)
    });
    prop_oneof![value().prop_map(Requests::Value), list]
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        module().prop_map(Action::Link),
        module().prop_map(Action::Evaluate),
        module().prop_map(Action::Namespace),
        module().prop_map(Action::Error),
        module().prop_map(Action::Instantiate),
        (module(), vec(module(), 0..3)).prop_map(|(module, with)| Action::LinkRequests { module, with }),
        (module(), text(), value()).prop_map(|(module, name, value)| Action::SetExport {
            module,
            name,
            value
        }),
        (prop::sample::select(&Query::ALL), module())
            .prop_map(|(query, module)| Action::Query(query, module)),
        (module(), text()).prop_map(|(module, export)| Action::Get { module, export }),
        (module(), argument()).prop_map(|(module, linker)| Action::LinkWith { module, linker }),
        (module(), value()).prop_map(|(module, options)| Action::EvaluateWith { module, options }),
        (module(), requests()).prop_map(|(module, with)| Action::LinkRequestsWith { module, with }),
        (prop::sample::select(&ModuleClass::ALL), vec(value(), 0..3), any::<bool>()).prop_map(
            |(class, arguments, with_new)| Action::Construct(Construction { class, arguments, with_new })
        ),
    ]
}

/// A step whose linkers start steps in turn, one level deep.
fn step() -> impl Strategy<Value = Step> {
    let first = vec(action().prop_map(Step::from), 0..2).boxed();
    let inner = (action(), option::of(linker(Just(Vec::new()).boxed())));
    let inner = inner.prop_map(|(action, linker)| Step { action, linker });
    let action = prop_oneof![4 => action(), 1 => vec(inner, 1..3).prop_map(Action::Together)];
    (action, option::of(linker(first))).prop_map(|(action, linker)| Step { action, linker })
}

/// What a module is, and the text of its `initializeImportMeta`.
fn kind() -> impl Strategy<Value = (ModuleKind, Option<String>)> {
    prop_oneof![
        (text().prop_map(ModuleKind::Source), option::of(text())),
        (vec(text(), 0..3), text(), any::<bool>())
            .prop_map(|(exports, body, is_async)| (ModuleKind::Synthetic { exports, body, is_async }, None)),
    ]
}

fn program() -> impl Strategy<Value = Program> {
    let names = Just(["main", "a with b", "- é: #"].map(str::to_owned)).prop_shuffle();
    let first = vec(action().prop_map(Step::from), 0..2).boxed();
    let importer = option::of(linker(first.clone()));
    (
        names,
        vec((kind(), option::of(text()), option::of(text())), MODULES),
        linker(first),
        importer,
        vec(step(), 0..3),
    )
        .prop_map(|(names, definitions, linker, importer, steps)| {
            let modules = names.into_iter().zip(definitions).map(|(name, (kind, identifier, context))| {
                let (kind, initialize_import_meta) = kind;
                ModuleDefinition { name, identifier, context, initialize_import_meta, kind }
            });
            Program { modules: modules.collect(), linker, importer, steps }
        })
}

fn read_text(text: String, format: Format) -> Program {
    let shown = text.clone();
    let file = SourceFile::new(PathBuf::from("program"), format, text);
    read(Arc::new(file)).unwrap_or_else(|mistakes| {
        let mistakes: String = mistakes.iter().map(|mistake| mistake.render(false)).collect();
        panic!("{mistakes}\n{shown}")
    })
}

proptest! {
    // A program is large, so that fewer than usual show every form.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_yaml(program in program()) {
        prop_assert_eq!(read_text(to_yaml(&program), Format::Yaml), program);
    }

    #[test]
    fn as_json(program in program()) {
        let text = serde_json::to_string_pretty(&to_json(&program)).unwrap();
        prop_assert_eq!(read_text(text, Format::Json), program);
    }
}

#[test]
fn numbers_that_are_hard_to_tell_apart() {
    for number in
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 9_007_199_254_740_993.0, 1e300, 5e-324]
    {
        let action = Action::SetExport {
            module: ModuleId::new(0),
            name: "x".to_owned(),
            value: Value::Number(number),
        };
        let program = Program {
            modules: vec![ModuleDefinition::source("main", "")],
            linker: LinkerScript::default(),
            importer: None,
            steps: vec![action.into()],
        };
        for (text, format) in
            [(to_yaml(&program), Format::Yaml), (to_json(&program).to_string(), Format::Json)]
        {
            let read = read_text(text, format);
            let Action::SetExport { value: Value::Number(found), .. } = &read.steps[0].action else {
                panic!("{read:?}")
            };
            assert_eq!(found.to_bits(), number.to_bits(), "{number}");
        }
    }
}

#[test]
fn the_programs_of_the_corpus() {
    for case in load(&["../cases"]).unwrap_or_else(|error| panic!("{}", error.render(false))) {
        // Held against each other in words, because a program may hold `NaN`.
        let (read, written) = (read_text(to_yaml(&case.program), Format::Yaml), &case.program);
        assert_eq!(format!("{read:?}"), format!("{written:?}"), "{}", case.id);
    }
}
