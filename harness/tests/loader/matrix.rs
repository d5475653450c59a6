//! Cases that a matrix repeats.

use vmlink::{
    corpus::ExpectedOutcome,
    program::{Action, ModuleKind, Value},
};

use super::*;

/// The cases of a file whose only case has these lines.
fn cases(lines: &str) -> Result<Vec<Case>, LoadError> {
    let lines: String = lines.lines().fold(String::new(), |text, line| format!("{text}    {line}\n"));
    let text = format!("about: A file.\ncases:\n  -\n{lines}");
    let folder = folder(&[("x.yaml", &text)]);
    load(&[folder.path()])
}

const REST: &str = "why: It loads.\nsource: wording\nmodules: { main: '' }\nsteps: [{ link: main }]\n";

fn names(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.id.id.as_str()).collect()
}

#[test]
fn the_last_axis_changes_fastest() {
    let cases =
        cases(&format!("id: ${{a}}-${{b}}\nmatrix: {{ a: [x, 1], b: {{ p: , q: {{ k: 1 }} }} }}\n{REST}"))
            .unwrap();
    assert_eq!(names(&cases), ["x-p", "x-q", "1-p", "1-q"]);
}

#[test]
fn except_leaves_out_what_it_names() {
    let cases = cases(&format!(
        "id: ${{a}}-${{b}}\nmatrix: {{ a: [x, y, z], b: [1, 2] }}\n\
         except: [{{ a: x, b: 2, why: No. }}, {{ a: z, why: No. }}]\n{REST}"
    ))
    .unwrap();
    assert_eq!(names(&cases), ["x-1", "y-1", "y-2"]);
}

#[test]
fn a_placeholder_alone_becomes_the_value() {
    let with_row = |row: &str| {
        cases(&format!(
            "id: ${{v}}\nwhy: It loads.\nsource: [\"${{v.source}}\"]\n\
             modules: {{ main: {{ synthetic: {{ exports: \"${{v.names}}\" }} }} }}\n\
             matrix:\n  v:\n    one: {{ source: C1, names: [a, b], value: {{ x: [1, true] }}{row} }}\n\
             steps: [{{ setExport: {{ module: main, name: a, value: \"${{v.value}}\" }}, expect: \"${{v.expect}}\" }}]\n"
        ))
    };
    assert_eq!(only(&with_row("").unwrap_err()), "the row \"one\" has no value for `${v.expect}`");
    let cases = with_row(", expect: { ok: true }").unwrap();
    let [case] = cases.as_slice() else { panic!("one case") };
    assert_eq!(case.source, ["C1"]);
    assert!(
        matches!(&case.program.modules[0].kind, ModuleKind::Synthetic { exports, .. } if exports == &["a", "b"])
    );
    let Action::SetExport { value, .. } = &case.program.steps[0].action else { panic!("setExport") };
    let list = Value::Array(vec![Value::Number(1.0), Value::Bool(true)]);
    assert_eq!(value, &Value::Object(vec![("x".to_owned(), list)]));
    assert_eq!(case.expectations.steps[0].contract.outcome, Some(ExpectedOutcome::Ok));
}

#[test]
fn inside_a_text_a_placeholder_becomes_text() {
    let cases = cases(
        "id: ${v}\nwhy: \"${v.n} is ${v.b}, $${v} stays\"\nsource: wording\nmodules: { \"m${v.n}\": '' }\n\
         matrix: { v: [{ name: one, n: 1.50, b: true, deep: { er: m } }] }\nsteps: [{ link: \"${v.deep.er}1.50\" }]\n",
    )
    .unwrap();
    assert_eq!(cases[0].why, "1.50 is true, ${v} stays");
    assert_eq!(cases[0].program.modules[0].name, "m1.50");
}

#[test]
fn null_takes_out_the_entry_of_a_map_and_nothing_else() {
    let lines = "id: ${v}\nwhy: It loads.\nsource: wording\nmodules: { main: '' }\nlinker: \"${v.linker}\"\n\
         matrix: { v: { none: { linker: null, item: null }, some: { linker: { x: { returns: null } }, item: 1 } } }\n\
         steps: [{ setExport: { module: main, name: x, value: [\"${v.item}\"] } }]\n";
    let cases = cases(lines).unwrap();
    assert!(cases[0].program.linker.entries.is_empty());
    assert_eq!(cases[1].program.linker.entries.len(), 1, "a null deeper in a row stays");
    let Action::SetExport { value, .. } = &cases[0].program.steps[0].action else { panic!("setExport") };
    assert_eq!(value, &Value::Array(vec![Value::Null]), "an item of a list stays");
}

#[test]
fn without_a_matrix_a_placeholder_is_text() {
    let cases = cases(
        "id: a\nwhy: \"${x}\"\nsource: wording\nmodules: { main: '`${x}`' }\nsteps: [{ link: main }]\n",
    );
    assert_eq!(cases.unwrap()[0].why, "${x}");
}

#[test]
fn what_stands_in_a_row_is_taken_as_it_is() {
    let cases = cases(
        "id: ${v}\nwhy: ${v.why}\nsource: wording\nmodules: { main: '' }\nmatrix: { v: { a: { why: '$${v} ${w}' } } }\n\
         steps: [{ link: main }]\n",
    );
    assert_eq!(cases.unwrap()[0].why, "$${v} ${w}");
}

#[test]
fn ids_that_fall_together_are_refused() {
    let error =
        cases(&format!("id: ${{a.slug}}\nmatrix: {{ a: {{ x: {{ slug: s }}, y: {{ slug: s }} }} }}\n{REST}"));
    assert_eq!(only(&error.unwrap_err()), "the id \"s\" is taken");
}

#[test]
fn keys_that_fall_together_are_refused() {
    let error = cases(
        "id: ${a}\nwhy: It loads.\nsource: wording\nmodules: { main: '', \"${a}\": '' }\nmatrix: { a: [main] }\nsteps: [{ link: main }]\n",
    );
    assert_eq!(
        only(&error.unwrap_err()),
        "with the matrix filled in, the key \"main\" stands twice in this map"
    );
}

#[test]
fn matrices_that_say_nothing_are_refused() {
    for (matrix, message) in [
        ("{}", "this matrix has no axes"),
        ("{ a: [] }", "this axis has no rows"),
        ("{ a: {} }", "this axis has no rows"),
        ("{ a: x }", "an axis must be a map of rows or a list of rows, not a text"),
        ("{ a: [[x]] }", "a row cannot be a list"),
        ("{ a: [null] }", "a row cannot be null"),
        ("{ a: [{ n: 1 }] }", "this row has no name"),
        ("{ a: [x, x] }", "the row \"x\" stands twice in this axis"),
        ("{ a: { x: 1 } }", "a row of a matrix must be a map, not a number"),
        ("{ why: [x] }", "\"why\" cannot be the name of an axis"),
        ("{ a.b: [x] }", "\"a.b\" cannot be the name of an axis"),
    ] {
        let error = cases(&format!("id: ${{a}}\nmatrix: {matrix}\n{REST}")).unwrap_err();
        assert!(error.diagnostics().iter().any(|found| found.message == message), "{}", error.render(false));
    }
}

#[test]
fn exceptions_that_do_nothing_are_refused() {
    for (except, message) in [
        ("[{ why: No. }]", "this names no axis"),
        (
            "[{ a: x, why: No. }, { a: x, b: 1, why: No. }]",
            "this leaves out nothing that was not left out before",
        ),
        ("[{ a: x, why: No. }, { a: y, why: No. }]", "`except` leaves out every combination"),
        ("[{ c: x, why: No. }]", "an item of `except` has no key \"c\""),
    ] {
        let error = cases(&format!(
            "id: ${{a}}-${{b}}\nmatrix: {{ a: [x, y], b: [1, 2] }}\nexcept: {except}\n{REST}"
        ))
        .unwrap_err();
        assert!(error.diagnostics().iter().any(|found| found.message == message), "{}", error.render(false));
    }
}

#[test]
fn a_matrix_that_makes_too_much_is_refused() {
    let rows = |count: usize| (0..count).map(|row| row.to_string()).collect::<Vec<_>>().join(", ");
    let axes = format!("{{ a: [{0}], b: [{0}], c: [{0}] }}", rows(30));
    let error = cases(&format!("id: ${{a}}-${{b}}-${{c}}\nmatrix: {axes}\n{REST}")).unwrap_err();
    assert_eq!(only(&error), "this matrix has more than 10000 combinations");
    let many = "[".to_owned() + &"x, ".repeat(100) + "]";
    let error = cases(&format!(
        "id: ${{a}}-${{b}}\nmatrix: {{ a: [{0}], b: [{0}] }}\nlinker: {many}\n{REST}",
        rows(90)
    ));
    let messages: Vec<_> =
        error.unwrap_err().diagnostics().iter().map(|found| found.message.clone()).collect();
    assert!(messages.contains(&"the matrices of this file make too much".to_owned()), "{messages:?}");
    let large = "x".repeat(100_000);
    let copies = "${a.t}".repeat(2000);
    let error = cases(&format!(
        "id: ${{a}}\nwhy: \"{copies}\"\nsource: wording\nmodules: {{ main: '' }}\nmatrix: {{ a: {{ r: {{ t: {large} }} }} }}\nsteps: [{{ link: main }}]\n"
    ));
    assert_eq!(only(&error.unwrap_err()), "the matrices of this file make too much");
}

#[test]
fn a_deep_row_in_a_deep_template_is_read() {
    // Both as deep as a document can be, so that the case is nearly twice as deep. A test runs on a small stack.
    let nested = |levels: usize, inner: &str| format!("{}{inner}{}", "[".repeat(levels), "]".repeat(levels));
    let cases = cases(&format!(
        "id: ${{v}}\nwhy: It loads.\nsource: wording\nmodules: {{ main: '' }}\nmatrix: {{ v: {{ r: {{ deep: {} }} }} }}\n\
         steps: [{{ setExport: {{ module: main, name: x, value: {} }} }}]\n",
        nested(57, ""),
        nested(58, "\"${v.deep}\""),
    ));
    let cases = cases.unwrap_or_else(|error| panic!("{}", error.render(false)));
    let Action::SetExport { value, .. } = &cases[0].program.steps[0].action else { panic!("setExport") };
    let mut levels = 0;
    let mut inner = Some(value);
    while let Some(Value::Array(items)) = inner {
        levels += 1;
        inner = items.first();
    }
    assert_eq!(levels, 57 + 58);
}
