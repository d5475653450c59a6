//! Private names: declared once, and declared at all.

use rustc_hash::FxHashMap;
use swc_atoms::Atom;
use swc_common::BytePos;
use swc_ecma_ast::{Class, ClassMember, Key, MethodKind, PrivateName};

use super::found::FirstError;

/// How a class declares a private name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PrivateKind {
    Getter {
        is_static: bool,
    },
    Setter {
        is_static: bool,
    },
    /// A field, a method, or a getter with its setter.
    Whole,
}

#[derive(Debug)]
struct ClassScope<'a> {
    declared: FxHashMap<&'a Atom, PrivateKind>,
    /// Where the references that no inner class resolved begin in [`PrivateNames::references`].
    references_from: usize,
}

/// The private names of the classes that are open while a text is walked.
#[derive(Debug, Default)]
pub(super) struct PrivateNames<'a> {
    classes: Vec<ClassScope<'a>>,
    references: Vec<&'a PrivateName>,
}

impl<'a> PrivateNames<'a> {
    /// Opens a class: `PrivateBoundIdentifiers` of its body — <https://tc39.es/ecma262/#sec-static-semantics-privateboundidentifiers> — may not
    /// hold a name twice, except for a getter and a setter that are both static or both not.
    pub(super) fn open_class(&mut self, class: &'a Class, errors: &mut FirstError) {
        let mut declared: FxHashMap<&'a Atom, PrivateKind> = FxHashMap::default();
        for (name, kind) in class.body.iter().filter_map(private_member) {
            let before = declared.get(&name.name).copied();
            let together = match before {
                None => Some(kind),
                Some(before) => pair(before, kind),
            };
            if together.is_none() {
                report(name, errors, "is declared twice");
            }
            declared.insert(&name.name, together.unwrap_or(PrivateKind::Whole));
        }
        self.classes.push(ClassScope { declared, references_from: self.references.len() });
    }

    /// A use of a private name.
    pub(super) fn refer(&mut self, name: &'a PrivateName, errors: &mut FirstError) {
        if self.classes.is_empty() {
            report(name, errors, "is not declared by a class around it");
        } else {
            self.references.push(name);
        }
    }

    /// Ends the innermost class: `AllPrivateIdentifiersValid` —
    /// <https://tc39.es/ecma262/#sec-static-semantics-allprivateidentifiersvalid>. What it does not declare must be declared
    /// further out.
    pub(super) fn close_class(&mut self, errors: &mut FirstError) {
        let Some(class) = self.classes.pop() else { return };
        let outermost = self.classes.is_empty();
        let mut kept = class.references_from;
        for place in class.references_from..self.references.len() {
            let name = self.references[place];
            if class.declared.contains_key(&name.name) {
                continue;
            }
            if outermost {
                report(name, errors, "is not declared by a class around it");
            } else {
                self.references[kept] = name;
                kept += 1;
            }
        }
        self.references.truncate(kept);
    }
}

fn report(name: &PrivateName, errors: &mut FirstError, what: &str) {
    let position: BytePos = name.span.lo;
    errors.report(position, || format!("the private name #{} {what}", name.name));
}

/// The private name that a member declares.
fn private_member(member: &ClassMember) -> Option<(&PrivateName, PrivateKind)> {
    match member {
        ClassMember::PrivateMethod(method) => {
            let is_static = method.is_static;
            let kind = match method.kind {
                MethodKind::Method => PrivateKind::Whole,
                MethodKind::Getter => PrivateKind::Getter { is_static },
                MethodKind::Setter => PrivateKind::Setter { is_static },
            };
            Some((&method.key, kind))
        }
        ClassMember::PrivateProp(field) => Some((&field.key, PrivateKind::Whole)),
        ClassMember::AutoAccessor(accessor) => match &accessor.key {
            Key::Private(name) => Some((name, PrivateKind::Whole)),
            Key::Public(_) => None,
        },
        _ => None,
    }
}

/// A getter and a setter of the same placement make one whole; every other pair is an error.
fn pair(before: PrivateKind, now: PrivateKind) -> Option<PrivateKind> {
    match (before, now) {
        (PrivateKind::Getter { is_static: a }, PrivateKind::Setter { is_static: b })
        | (PrivateKind::Setter { is_static: a }, PrivateKind::Getter { is_static: b })
            if a == b =>
        {
            Some(PrivateKind::Whole)
        }
        _ => None,
    }
}
