//! The parser's complaints in our words.

use swc_ecma_parser::error::{Error, SyntaxError as Kind};

/// What an error of the parser says, as part of a sentence.
pub(super) fn message_of(error: &Error) -> String {
    let words = match error.kind() {
        Kind::Eof => "the text ends too early",
        Kind::Expected(token, got) => return format!("{token} is expected here, not {got}"),
        Kind::Unexpected { got, .. } => return format!("{got} cannot stand here"),
        Kind::UnexpectedChar { c } => return format!("the character {c:?} cannot stand here"),
        Kind::ExpectedSemi | Kind::ExpectedSemiForExprStmt { .. } => {
            "a semicolon or a new line is missing here"
        }
        Kind::InvalidIdentInStrict(name) => return format!("{name} is a reserved word in modules"),
        Kind::EvalAndArgumentsInStrict => "eval and arguments cannot be bound or assigned to in strict code",
        Kind::InvalidIdentInAsync => "await is a reserved word here",
        Kind::NonTopLevelImportExport => "imports and exports stand at the top of a module only",
        Kind::LegacyCommentInModule => "HTML-like comments are not part of modules",
        Kind::ReturnNotAllowed => "`return` stands outside of a function",
        Kind::InvalidNewTarget => "`new.target` stands outside of a function",
        Kind::InvalidSuper | Kind::InvalidSuperCall => "`super` stands outside of a method",
        Kind::InvalidSuperPrivateName => "`super` has no private members",
        Kind::WithInStrict => "modules are strict and have no `with` statement",
        Kind::LegacyOctal | Kind::LegacyDecimal => {
            "strict code has no numbers and escape sequences of the old octal form"
        }
        Kind::DuplicateConstructor => "the class has two constructors",
        Kind::NotSimpleAssign | Kind::InvalidAssignTarget => "this cannot be assigned to",
        Kind::UnterminatedStrLit => "the string is not closed",
        Kind::UnterminatedTpl => "the template is not closed",
        Kind::UnterminatedRegExp => "the regular expression is not closed",
        Kind::UnterminatedBlockComment => "the comment is not closed",
        Kind::EscapeInReservedWord { word } => {
            return format!("the word {word} must be written without escape sequences");
        }
        Kind::ExportBindingIsString => "a string cannot name a binding of this module",
        Kind::ImportBindingIsString(name) => {
            return format!("the imported name {name:?} needs `as` and a local name");
        }
        Kind::PatVarWithoutInit => "a destructuring declaration needs an initial value",
        Kind::ConstDeclarationsRequireInitialization => "a constant needs an initial value",
        Kind::AwaitInFunction => "`await` stands in a function that is not async",
        // Rare ones keep the parser's wording.
        other => return in_a_sentence(&other.msg()),
    };
    words.to_owned()
}

/// The parser's own words, without a capital at the beginning and a full stop at the end.
fn in_a_sentence(words: &str) -> String {
    let words = words.trim_end_matches('.');
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether the language agrees that it is an error. The parser takes a label in a static block for a repetition of one
/// outside; labels are judged by [`Labels`](super::labels::Labels).
pub(super) fn is_an_error(error: &Error) -> bool {
    !matches!(error.kind(), Kind::DuplicateLabel(_))
}
