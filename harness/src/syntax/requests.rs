//! The requests of a module: specifiers, attributes, phases.

use std::{collections::BTreeSet, rc::Rc};

use hstr::wtf8::Wtf8;
use rustc_hash::FxHashMap;
use swc_common::Spanned;
use swc_ecma_ast::{Expr, ImportPhase, Lit, ObjectLit, Prop, PropName, PropOrSpread, Str};

use super::{
    ModuleRequest, Phase, RequestIndex,
    found::FirstError,
    text::{offset_of, string_value},
    trivia::skip_trivia,
};

/// From this many requests on, equal ones are found by hashing rather than by comparing with each.
const HASH_FROM: usize = 16;

/// `ModuleRequests` — <https://tc39.es/ecma262/#sec-static-semantics-modulerequests>: every request of the module once,
/// in order of first appearance. Two that differ in their phase only are two.
#[derive(Debug, Default)]
pub(super) struct Requests {
    list: Vec<ModuleRequest>,
    /// Where the specifier of each first stands.
    offsets: Vec<u32>,
    places: FxHashMap<ModuleRequest, RequestIndex>,
}

impl Requests {
    /// The place of the request that a `from` clause makes, added when it is new.
    pub(super) fn request(
        &mut self,
        specifier: &Str,
        with: Option<&ObjectLit>,
        phase: ImportPhase,
    ) -> RequestIndex {
        let phase = match phase {
            ImportPhase::Evaluation => Phase::Evaluation,
            ImportPhase::Source => Phase::Source,
            ImportPhase::Defer => Phase::Defer,
        };
        let attributes = with.map(with_clause_to_attributes).unwrap_or_default();
        let request = ModuleRequest { specifier: string_value(&specifier.value), attributes, phase };
        self.place(request, offset_of(specifier.span.lo))
    }

    fn place(&mut self, request: ModuleRequest, offset: u32) -> RequestIndex {
        if self.list.len() < HASH_FROM {
            if let Some(place) = self.list.iter().position(|known| *known == request) {
                return index(place);
            }
        } else {
            if self.places.is_empty() {
                self.places = self.list.iter().cloned().zip((0..).map(RequestIndex)).collect();
            }
            if let Some(place) = self.places.get(&request) {
                return *place;
            }
            self.places.insert(request.clone(), index(self.list.len()));
        }
        self.list.push(request);
        self.offsets.push(offset);
        index(self.list.len() - 1)
    }

    /// All requests, in order of first appearance, and where the specifier of each first stands.
    pub(super) fn into_lists(self) -> (Vec<ModuleRequest>, Vec<u32>) {
        (self.list, self.offsets)
    }
}

fn index(place: usize) -> RequestIndex {
    RequestIndex(u32::try_from(place).expect("a text of less than 4 GiB has fewer than 2^32 requests"))
}

/// `WithClauseToAttributes` — <https://tc39.es/ecma262/#sec-withclausetoattributes>. What is not an attribute is left
/// out; [`with_clause_early_errors`] rejects the text.
fn with_clause_to_attributes(with: &ObjectLit) -> Vec<(Rc<str>, Rc<str>)> {
    // WithClause: step 1 - the entries, in source order.
    let mut entries: Vec<(AttributeKey<'_>, &Str)> = with.props.iter().filter_map(attribute).collect();
    // Step 2 - sorted by the code units of their keys.
    entries.sort_by(|(left, _), (right, _)| {
        left.text().to_ill_formed_utf16().cmp(right.text().to_ill_formed_utf16())
    });
    entries.iter().map(|(key, value)| (string_value(key.text()), string_value(&value.value))).collect()
}

/// The key of an attribute: an identifier or a string.
enum AttributeKey<'a> {
    Name(&'a str),
    Text(&'a Wtf8),
}

impl<'a> AttributeKey<'a> {
    fn text(&self) -> &'a Wtf8 {
        match *self {
            Self::Name(name) => Wtf8::from_str(name),
            Self::Text(text) => text,
        }
    }
}

/// Key and value, when the property has the form of an attribute.
fn attribute(property: &PropOrSpread) -> Option<(AttributeKey<'_>, &Str)> {
    let PropOrSpread::Prop(property) = property else { return None };
    let Prop::KeyValue(pair) = &**property else { return None };
    let key = match &pair.key {
        PropName::Ident(name) => AttributeKey::Name(&name.sym),
        PropName::Str(text) => AttributeKey::Text(&text.value),
        _ => return None,
    };
    let Expr::Lit(Lit::Str(value)) = &*pair.value else { return None };
    Some((key, value))
}

/// The early errors of a `with` clause — <https://tc39.es/ecma262/#sec-imports-static-semantics-early-errors>. The parser reads
/// any object literal there and the word `assert` before it, so the grammar of `WithClause` is checked as well.
pub(super) fn with_clause_early_errors(
    source: &str,
    specifier: &Str,
    with: &ObjectLit,
    errors: &mut FirstError,
) {
    let between = source.get(offset_of(specifier.span.hi) as usize..).unwrap_or_default();
    if skip_trivia(between).starts_with("assert") {
        let position =
            specifier.span.hi + swc_common::BytePos(to_u32(between.len() - skip_trivia(between).len()));
        errors.report(position, || "import attributes are introduced by `with`, not by `assert`".into());
    }
    let mut keys: BTreeSet<&Wtf8> = BTreeSet::new();
    for property in &with.props {
        let Some((key, _)) = attribute(property) else {
            errors.report(property.span().lo, || {
                "an import attribute is a name or a string, a colon and a string".into()
            });
            continue;
        };
        if !keys.insert(key.text()) {
            errors.report(property.span().lo, || {
                format!("the import attribute {} is given twice", string_value(key.text()))
            });
        }
    }
}

fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
