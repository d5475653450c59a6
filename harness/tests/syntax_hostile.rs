//! Texts made to break the parser: every one ends in a record or an error, on whatever stack the caller has.

use std::thread;

use vmlink::syntax::{parse_module, parse_synthetic_body};

/// What is put n times before, once in the middle, and n times behind.
const NESTED: [(&str, &str, &str); 62] = [
    ("(", "1", ")"),
    ("[", "1", "]"),
    ("({a:", "1", "})"),
    ("{", ";", "}"),
    ("!", "1", ""),
    ("-", "1", ""),
    ("- ", "1", ""),
    ("typeof ", "1", ""),
    ("await ", "1", ""),
    ("new ", "a", ""),
    ("new a(", "1", ")"),
    ("a=>", "1", ""),
    ("async a=>", "1", ""),
    ("(a)=>{", "1", "}"),
    ("(a=", "1", ")=>1"),
    ("a=", "1", ""),
    ("a?b:", "1", ""),
    ("a?", "1", ":b"),
    ("a**", "1", ""),
    ("a+", "1", ""),
    ("a??", "1", ""),
    ("a,", "1", ""),
    ("", "a", ".b"),
    ("", "a", "?.b"),
    ("", "a", "()"),
    ("", "a", "[0]"),
    ("", "a", "``"),
    ("`${", "1", "}`"),
    ("if(a)", ";", ""),
    ("if(a);else ", ";", ""),
    ("if(a){}else ", ";", ""),
    ("while(0)", ";", ""),
    ("for(;;)", ";", ""),
    ("for(let a of b)", ";", ""),
    ("do ", ";", "while(0);"),
    ("do if(a) ", ";", "\nwhile(0)"),
    ("try{", ";", "}catch{}"),
    ("switch(a){case 1:", ";", "}"),
    ("function f(){", ";", "}"),
    ("class C{m(){", ";", "}}"),
    ("class C extends ", "D", "{}"),
    ("class C{static{", ";", "}}"),
    ("class C{a=", "1", "}"),
    ("f(", "1", ")"),
    ("import(", "1", ")"),
    ("let [", "a", "] = 1;"),
    ("", "a", "?.()"),
    ("", "a", "?.[0]"),
    ("", "a", "?.b()"),
    ("a.b=", "1", ""),
    ("a[b]+=", "1", ""),
    ("a&&=", "1", ""),
    ("a<", "1", ""),
    ("a&&", "1", ""),
    ("({a(){", "1", "}})"),
    ("({...", "a", "})"),
    ("f(...", "a", ")"),
    ("[...", "a", "]"),
    ("for(let[a]of b){", ";", "}"),
    ("try{}finally{", ";", "}"),
    ("(({a=", "1", "})=>1)"),
    ("async()=>{", "await 1", "}"),
];

fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .stack_size(192 * 1024)
        .spawn(work)
        .expect("a thread can be started")
        .join()
        .expect("the work does not panic");
}

#[test]
fn nesting_of_every_kind_ends_in_an_answer() {
    for (before, middle, behind) in NESTED {
        for depth in [50, 2_000, 30_000] {
            on_small_stack(move || {
                let source = format!("{}{middle}{}", before.repeat(depth), behind.repeat(depth));
                let _ = parse_module(&source);
                // The same without its end, where the parser fails at the deepest place.
                let _ = parse_module(&format!("{}{middle}", before.repeat(depth)));
                let _ = parse_synthetic_body(&source, true);
            });
        }
    }
}

#[test]
fn ordinary_nesting_is_not_refused() {
    for (before, middle, behind) in
        [("(", "1", ")"), ("[", "1", "]"), ("(a)=>{", "1", "}"), ("{", ";", "}"), ("f(", "1", ")")]
    {
        let source = format!("{}{middle}{}", before.repeat(1_000), behind.repeat(1_000));
        on_small_stack(move || assert!(parse_module(&source).is_ok(), "{before}"));
    }
}

#[test]
fn long_flat_texts_are_not_refused() {
    let cases = [
        "import { a0 as b0 } from \"x\"\n",
        "export const NAME = 1\n",
        "export function NAME(a, b) { return a.b(c)[0] + 1; }\n",
        "import \"NAME\";",
        "export * from \"NAME\"\n",
        "f(a, b).c();\n",
        "if (a) { b } else { c }\n;",
        "a = b / (c + d) / e[0] / (f);\n",
        "a = b(c) / (d); // it’s a (comment\n",
    ];
    for line in cases {
        let mut source = String::new();
        for n in 0..20_000 {
            source.push_str(
                &line
                    .replace("NAME", &format!("n{n}"))
                    .replace("a0", &format!("a{n}"))
                    .replace("b0", &format!("b{n}")),
            );
        }
        on_small_stack(move || assert_eq!(parse_module(&source).err(), None, "{line}"));
    }
}

#[test]
fn brackets_in_strings_templates_and_regular_expressions_hide_no_nesting() {
    let hiders = [
        "\")))))))\";",
        "'}}}}';",
        "/[)]}}/;",
        "`)))}}}`;",
        "/*)))*/",
        "//))))\n",
        "a/b/c;\")))\";",
        "a\n/)/g;",
    ];
    for hider in hiders {
        let source = format!("{}{}", "({[".repeat(3), hider);
        let _ = parse_module(&source.repeat(20_000));
        let source = format!("({hider}").replace(';', "+");
        on_small_stack(move || {
            let _ = parse_module(&source.repeat(50_000));
        });
    }
}

/// What a reader who takes a division for a regular expression, or one comment for another, would pass over.
#[test]
fn nothing_hides_nesting() {
    let groups = "(".repeat(30_000);
    for text in [
        format!("let a; a++ /{groups}/ 1"),
        format!("1./{groups}/ 1"),
        format!("({{}}).return /{groups}/ 1"),
        format!("#!/*`\n{groups}"),
        format!("// …`\n{groups}"),
        format!("let a\n/\"/;{groups}\""),
        format!("import 'a'\n/\"/;{groups}\""),
        format!("for await (let a of b) /\"/;{groups}\""),
        format!("`${{import({{/re/g)}}`;\n{}1", "!".repeat(30_000)),
        format!("`${{a(}}`;\n{}1", "!".repeat(30_000)),
        format!("{};", "if (a) b();\u{a0}else ".repeat(30_000)),
    ] {
        on_small_stack(move || {
            let _ = parse_module(&text);
        });
    }
}

#[test]
fn texts_that_make_the_parser_panic_end_in_an_error() {
    for source in ["-\r`\\u`", "-->\r/", "-\n`\\u`"] {
        assert!(parse_module(source).is_err(), "{source:?}");
    }
}

#[test]
fn any_two_pieces_in_any_order_end_in_an_answer() {
    let pieces = [
        "import",
        "export",
        "default",
        "from",
        "as",
        "*",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "`",
        "${",
        "\"",
        "'",
        "/",
        "\\",
        "\\u",
        "#",
        "#!",
        "@",
        "=>",
        "=",
        "?",
        ":",
        ";",
        ",",
        ".",
        "...",
        "a",
        "0",
        "08",
        "1n",
        "\n",
        "\r",
        "\u{2028}",
        "\u{FEFF}",
        "é",
        "\0",
        "-->",
        "<!--",
        "//",
        "/*",
        "*/",
        "await",
        "async",
        "yield",
        "class",
        "function",
        "let",
        "using",
        "with",
        "for",
        "of",
        "in",
        "new",
        "super",
        "static",
        "get",
        "\u{10FFFF}",
        "/(/",
        "\"\\uD800\"",
    ];
    for first in pieces {
        for second in pieces {
            for third in ["", "x", "\n", "`", "}", "from \"x\""] {
                for separator in ["", " "] {
                    let _ = parse_module(&[first, second, third].join(separator));
                }
            }
        }
    }
}
