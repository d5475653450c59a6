//! What the case form means, key by key.

use vmlink::{
    corpus::{ErrorExpect, Expect, ExpectedOutcome, Presence, SettledExpect, ThrownExpect, schema},
    program::{
        Action, Answer, Delivery, ErrorKind, LinkerScript, ModuleId, Preparation, Query, RequestAnswer,
        Requests, Thrown, Value,
    },
    reference::ProfileName,
    transcript::ModuleStatus,
};

use super::*;

/// The only case of a file with these modules, linker and steps.
fn case(linker: &str, steps: &str) -> Case {
    let text = format!(
        "about: A file.\ncases:\n  - id: a\n    why: It loads.\n    source: wording\n    \
         modules: {{ main: '', dep: '' }}\n    linker: {linker}\n    steps: {steps}\n"
    );
    let folder = folder(&[("x.yaml", &text)]);
    load(&[folder.path()]).unwrap_or_else(|error| panic!("{}", error.render(false))).remove(0)
}

fn linker(text: &str) -> LinkerScript {
    case(text, "[{ link: main }]").program.linker
}

fn expect(step: &str, text: &str) -> Expect {
    case("{}", &format!("[{{ {step}, expect: {text} }}]")).expectations.steps.remove(0).contract
}

fn error(text: &str) -> ThrownExpect {
    match expect("link: main", &format!("{{ error: {text} }}")).outcome {
        Some(ExpectedOutcome::Error(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn value(text: &str) -> Value {
    let case = case("{}", &format!("[{{ setExport: {{ module: main, name: x, value: {text} }} }}]"));
    match &case.program.steps[0].action {
        Action::SetExport { value, .. } => value.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_case_that_documents_the_form_loads() {
    let cases =
        load(&["../cases/form/readme.yaml"]).unwrap_or_else(|error| panic!("{}", error.render(false)));
    assert_eq!(cases[0].id.to_string(), "form/readme/throws-synchronously");
    assert_eq!(cases.iter().filter(|case| case.id.id.starts_with("fails-for-")).count(), 4);
}

#[test]
fn the_schema_beside_the_cases_is_the_one_of_the_code() {
    let expected = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    let path = "../cases/schema.json";
    if std::env::var_os("VMLINK_WRITE_SCHEMA").is_some() {
        fs::write(path, &expected).unwrap();
    }
    let actual = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(
        actual == expected,
        "cases/schema.json is out of date; write it anew with `VMLINK_WRITE_SCHEMA=1 cargo test --test loader schema`"
    );
}

#[test]
fn linker_keys() {
    let script = linker(
        "{ a: { never: true }, main -> a: { never: true }, 'main -> a with type=json, x=1=2': { never: true } }",
    );
    let keys: Vec<_> = script
        .entries
        .into_iter()
        .map(|entry| (entry.key.specifier, entry.key.referrer, entry.key.attributes))
        .collect();
    let attributes = [("type".to_owned(), "json".to_owned()), ("x".to_owned(), "1=2".to_owned())];
    assert_eq!(
        keys,
        [
            ("a".to_owned(), None, None),
            ("a".to_owned(), Some(ModuleId::new(0)), None),
            ("a".to_owned(), Some(ModuleId::new(0)), Some(attributes.into())),
        ]
    );
    let script = linker("[{ specifier: 'a -> b with c', with: { type: json }, answer: { module: dep } }]");
    assert_eq!(script.entries[0].key.specifier, "a -> b with c");
    assert_eq!(script.entries[0].key.referrer, None);
    assert_eq!(script.entries[0].key.attributes.as_ref().unwrap()["type"], "json");
}

#[test]
fn behaviours() {
    let answer = |text: &str| {
        let mut behaviours = linker(&format!("{{ x: {text} }}")).entries.remove(0).behaviours;
        assert_eq!(behaviours.len(), 1);
        let behaviour = behaviours.remove(0);
        (behaviour.answer, behaviour.delivery, behaviour.first.len())
    };
    let dep = Answer::Module(ModuleId::new(1));
    let no = || Thrown::Error(ErrorKind::TypeError, "no".to_owned());
    assert_eq!(answer("{ module: dep }"), (dep.clone(), Delivery::Direct, 0));
    assert_eq!(answer("{ module: dep, after: 0 }"), (dep.clone(), Delivery::AfterJobs(0), 0));
    assert_eq!(
        answer("{ module: dep, thenable: true, first: [{ link: dep }] }"),
        (dep, Delivery::Thenable, 1)
    );
    assert_eq!(answer("{ throws: { TypeError: no } }"), (Answer::Throws(no()), Delivery::Direct, 0));
    assert_eq!(
        answer("{ throws: { TypeError: no }, thenable: getter }"),
        (Answer::Throws(no()), Delivery::ThenGetter, 0)
    );
    let seven = Answer::Rejects(Thrown::Value(Value::Number(7.0)));
    assert_eq!(answer("{ rejects: { value: 7 }, after: 3 }"), (seven, Delivery::AfterJobs(3), 0));
    assert_eq!(answer("{ returns: null }"), (Answer::Returns(Value::Null), Delivery::Direct, 0));
    assert_eq!(answer("{ never: true }"), (Answer::Never, Delivery::Direct, 0));
    assert_eq!(linker("{ x: [{ never: true }, { module: dep }] }").entries[0].behaviours.len(), 2);
}

#[test]
fn values() {
    let text = |text: &str| Value::String(text.to_owned());
    let main = ModuleId::new(0);
    assert_eq!(value("{ undefined: true }"), Value::Undefined);
    assert_eq!(value("{ function: true }"), Value::Function);
    assert_eq!(value("{ symbol: s }"), Value::Symbol("s".to_owned()));
    assert_eq!(value("{ bigint: '-12' }"), Value::BigInt("-12".to_owned()));
    assert_eq!(value("{ number: -Infinity }"), Value::Number(f64::NEG_INFINITY));
    assert!(matches!(value("{ number: NaN }"), Value::Number(number) if number.is_nan()));
    for zero in ["{ number: -0 }", "{ number: '-0' }"] {
        assert!(matches!(value(zero), Value::Number(number) if number == 0.0 && number.is_sign_negative()));
    }
    assert_eq!(value("{ proxyOf: main }"), Value::ProxyOf(main));
    assert_eq!(value("{ inheritsFrom: main }"), Value::InheritsFrom(main));
    assert_eq!(value("{ namespaceOf: main }"), Value::NamespaceOf(main));
    assert_eq!(value("{ object: { symbol: s } }"), Value::Object(vec![("symbol".to_owned(), text("s"))]));
    let both = vec![("symbol".to_owned(), text("s")), ("x".to_owned(), Value::Null)];
    assert_eq!(
        value("{ symbol: s, x: null }"),
        Value::Object(both),
        "only a key that stands alone is reserved"
    );
    assert_eq!(value("[1.5, yes, '1']"), Value::Array(vec![Value::Number(1.5), text("yes"), text("1")]));
}

#[test]
fn outcomes() {
    let outcome = |step: &str, text: &str| expect(step, text).outcome.unwrap();
    assert_eq!(outcome("link: main", "{ ok: true }"), ExpectedOutcome::Ok);
    assert_eq!(outcome("link: main", "{ pending: true }"), ExpectedOutcome::Pending);
    assert_eq!(
        outcome("link: main", "{ value: { undefined: true } }"),
        ExpectedOutcome::Value(Value::Undefined)
    );
    assert_eq!(outcome("namespace: main", "{ keys: [x] }"), ExpectedOutcome::Keys(vec!["x".to_owned()]));
    assert_eq!(outcome("evaluate: main", "{ unmodelled: true }"), ExpectedOutcome::Unmodelled(None));
    let place = "{ unmodelled: { line: 2, column: 3 } }";
    assert_eq!(outcome("evaluate: main", place), ExpectedOutcome::Unmodelled(Some((2, 3))));
    let read = |text: &str| outcome("error: main", &format!("{{ value: {text} }}"));
    let thrown = |value| ExpectedOutcome::Thrown(ThrownExpect::Value(value));
    assert_eq!(read("1"), thrown(Value::Number(1.0)));
    assert_eq!(
        read("{ value: { x: 1 } }"),
        thrown(Value::Object(vec![("x".to_owned(), Value::Number(1.0))]))
    );
    assert_eq!(read("{ undefined: true }"), thrown(Value::Undefined));
    let named = ErrorExpect { name: Some("Error".to_owned()), ..ErrorExpect::default() };
    assert_eq!(read("{ name: Error }"), ExpectedOutcome::Thrown(ThrownExpect::Error(Box::new(named))));
}

#[test]
fn errors() {
    let all = "{ name: N, code: C, message: M, printed: P, identicalTo: dep, cause: { value: 1 } }";
    let expected = ErrorExpect {
        name: Some("N".to_owned()),
        code: Some(Presence::Present("C".to_owned())),
        message: Some("M".to_owned()),
        cause: Some(Presence::Present(ThrownExpect::Value(Value::Number(1.0)))),
        identical_to: Some("dep".to_owned()),
        printed: Some("P".to_owned()),
    };
    assert_eq!(error(all), ThrownExpect::Error(Box::new(expected)));
    let absent =
        ErrorExpect { code: Some(Presence::Absent), cause: Some(Presence::Absent), ..ErrorExpect::default() };
    assert_eq!(error("{ code: null, cause: null }"), ThrownExpect::Error(Box::new(absent)));
    assert_eq!(error("{ value: null }"), ThrownExpect::Value(Value::Null));
}

#[test]
fn effects() {
    let found = expect(
        "link: main",
        "{ status: { dep: linking }, log: [a], calls: [[x, main], [y, dep]], inside: [{ pending: true }], \
         imports: [[z, dep, { type: json }]], settled: [{ step: link main, ok: true }] }",
    );
    let call = |specifier: &str, referrer: &str| (specifier.to_owned(), referrer.to_owned());
    let expected = Expect {
        outcome: None,
        status: [("dep".to_owned(), ModuleStatus::Linking)].into_iter().collect(),
        log: Some(vec!["a".to_owned()]),
        calls: Some(vec![call("x", "main"), call("y", "dep")]),
        call_attributes: None,
        imports: Some(vec![call("z", "dep")]),
        import_attributes: Some(vec![vec![call("type", "json")]]),
        inside: Some(vec![ExpectedOutcome::Pending]),
        settled: Some(vec![SettledExpect { step: "link main".to_owned(), outcome: ExpectedOutcome::Ok }]),
    };
    assert_eq!(found, expected);
    let found = expect("link: main", "{ calls: [[x, main], [y, dep, { type: json }]] }");
    assert_eq!(found.call_attributes, Some(vec![Vec::new(), vec![call("type", "json")]]));
    let found = expect("link: main", "{ calls: [], log: [] }");
    assert_eq!((found.calls, found.log), (Some(Vec::new()), Some(Vec::new())));
}

#[test]
fn steps_with_arguments_of_any_kind() {
    let main = ModuleId::new(0);
    let action = |text: &str| case("{}", &format!("[{{ {text} }}]")).program.steps.remove(0).action;
    let five = || Value::Number(5.0);
    assert_eq!(
        action("link: { module: main, linker: 5 }"),
        Action::LinkWith { module: main, linker: five() }
    );
    assert_eq!(
        action("evaluate: { module: main, options: 5 }"),
        Action::EvaluateWith { module: main, options: five() }
    );
    let with = |text: &str| action(&format!("linkRequests: {{ module: main, with: {text} }}"));
    assert_eq!(with("[main]"), Action::LinkRequests { module: main, with: vec![main] });
    let items = vec![RequestAnswer::Module(main), RequestAnswer::Value(five())];
    assert_eq!(
        with("[main, { value: 5 }]"),
        Action::LinkRequestsWith { module: main, with: Requests::List(items) }
    );
    assert_eq!(
        with("{ value: 5 }"),
        Action::LinkRequestsWith { module: main, with: Requests::Value(five()) }
    );
    let construct = |text: &str| match action(&format!("construct: {{ class: SyntheticModule, {text} }}")) {
        Action::Construct(construction) => (construction.arguments, construction.with_new),
        other => panic!("{other:?}"),
    };
    assert_eq!(construct("arguments: [5]"), (vec![five()], true));
    assert_eq!(construct("arguments: [], new: false"), (vec![], false));
    for query in Query::ALL {
        assert_eq!(action(&format!("{}: main", query.name())), Action::Query(query, main));
    }
}

#[test]
fn what_import_is_answered_with() {
    let text = |importer: &str| {
        format!(
            "about: A file.\ncases:\n  - id: a\n    why: It loads.\n    source: wording\n    modules: {{ main: '' }}\n    \
             {importer}\n    steps: [{{ link: main }}]\n"
        )
    };
    let importer = |line: &str| {
        let folder = folder(&[("x.yaml", &text(line))]);
        load(&[folder.path()]).map(|mut cases| cases.remove(0).program.importer)
    };
    assert_eq!(importer("").unwrap(), None);
    assert_eq!(importer("importModuleDynamically: {}").unwrap(), Some(LinkerScript::default()));
    let script = importer("importModuleDynamically: { main: { evaluated: main } }").unwrap().unwrap();
    let preparation = Preparation { module: ModuleId::new(0), evaluates: true, shared: false };
    assert_eq!(script.entries[0].behaviours[0].answer, Answer::Prepared(preparation));
    let line = "importModuleDynamically: { main: { linked: main, shared: true } }";
    let script = importer(line).unwrap().unwrap();
    let preparation = Preparation { evaluates: false, shared: true, ..preparation };
    assert_eq!(script.entries[0].behaviours[0].answer, Answer::Prepared(preparation));
    let error = importer("linker: { main: { module: main, shared: true } }").unwrap_err().render(false);
    assert!(error.contains("only the promise of `linked` or `evaluated` is `shared`"), "{error}");
    let error = importer("importModuleDynamically: { main: { evaluated: main, after: 1 } }").unwrap_err();
    assert!(error.render(false).contains("`after` says nothing"), "{}", error.render(false));
}

#[test]
fn profiles_and_together() {
    let case = case(
        "{}",
        "[{ link: main, expect: { ok: true }, under: { ecma262: same } }, \
         { together: [{ link: main, expect: { ok: true } }, { link: dep, under: { ecma262: { pending: true } } }] }]",
    );
    let [first, second] = case.expectations.steps.as_slice() else { panic!("two steps") };
    assert_eq!(first.for_profile(ProfileName::Ecma262), Some(&first.contract));
    assert_eq!(second.for_profile(ProfileName::Ecma262), None);
    assert_eq!(second.together[0].contract.outcome, Some(ExpectedOutcome::Ok));
    assert_eq!(second.together[1].under[&ProfileName::Ecma262].outcome, Some(ExpectedOutcome::Pending));
}

#[test]
fn json_means_what_json_means() {
    let text = "{\t\"about\": \"A file.\", \"cases\": [{\"id\":\"a\",\"why\":\"\\ud83d\\ude00 \\/\",\"source\":\"wording\",\
                \n\t\"modules\":{\"main\":\"a\\nb\"},\"steps\":[{\"link\":\"main\"}]}]}";
    let folder = folder(&[("x.json", text)]);
    let cases = load(&[folder.path()]).unwrap_or_else(|error| panic!("{}", error.render(false)));
    assert_eq!((cases[0].why.as_str(), cases[0].line), ("\u{1f600} /", 1));
    assert_eq!(refused("x.json", "{ 'about': 1 }"), "this is not JSON: key must be a string");
    assert_eq!(refused("x.json", "{ \"a\": \"\\ud83d\" }"), "this is not JSON: unexpected end of hex escape");
}
