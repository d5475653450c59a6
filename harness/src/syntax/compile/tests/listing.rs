//! Code as text: one instruction a line, with names and literals written out and targets as numbers of instructions.

use crate::syntax::code::{Code, Constant, Operation, Scope, ScopeName, Target};

/// The instructions of a body.
pub(super) fn listing(code: &Code) -> Vec<String> {
    code.operations.iter().map(|operation| line(code, operation)).collect()
}

/// The names of a scope, functions marked by a star.
pub(super) fn scope(scope: &Scope) -> String {
    let names = scope.names.iter().map(|(name, kind)| {
        let word = match kind {
            ScopeName::Lexical => "let",
            ScopeName::Constant => "const",
            ScopeName::Variable => "var",
            ScopeName::OwnName => "own",
        };
        let function = scope.functions.iter().find(|(function, _)| function == name);
        function.map_or_else(
            || format!("{word} {name}"),
            |(_, place)| format!("{word} {name} = function {place}"),
        )
    });
    names.collect::<Vec<_>>().join(", ")
}

fn line(code: &Code, operation: &Operation) -> String {
    let name = |index| code.name(index);
    match *operation {
        Operation::Constant(place) => match &code.constants[place as usize] {
            Constant::Undefined => "undefined".into(),
            Constant::Null => "null".into(),
            Constant::Boolean(boolean) => boolean.to_string(),
            Constant::Number(number) => number.to_string(),
            Constant::String(text) => format!("{text:?}"),
            Constant::BigInt(digits) => format!("{digits}n"),
        },
        Operation::Load(index) => format!("Load {}", name(index)),
        Operation::TypeofName(index) => format!("TypeofName {}", name(index)),
        Operation::Store(index) => format!("Store {}", name(index)),
        Operation::Initialize(index) => format!("Initialize {}", name(index)),
        Operation::EnterScope(place) => format!("EnterScope {}", scope(&code.scopes[place as usize])),
        Operation::GetProperty(index) => format!("GetProperty {}", name(index)),
        Operation::GetMethod(index) => format!("GetMethod {}", name(index)),
        Operation::SetProperty(index) => format!("SetProperty {}", name(index)),
        Operation::DeleteProperty(index) => format!("DeleteProperty {}", name(index)),
        Operation::DefineProperty(index) => format!("DefineProperty {}", name(index)),
        Operation::DefineGetter(index) => format!("DefineGetter {}", name(index)),
        Operation::DefineSetter(index) => format!("DefineSetter {}", name(index)),
        Operation::NewPrivateName(index) => format!("NewPrivateName {}", name(index)),
        Operation::GetPrivate(index) => format!("GetPrivate {}", name(index)),
        Operation::GetPrivateMethod(index) => format!("GetPrivateMethod {}", name(index)),
        Operation::SetPrivate(index) => format!("SetPrivate {}", name(index)),
        Operation::HasPrivate(index) => format!("HasPrivate {}", name(index)),
        Operation::LoadDerivedThis(index) => format!("LoadDerivedThis {}", name(index)),
        Operation::BindThis(index) => format!("BindThis {}", name(index)),
        Operation::GetSuper(index) => format!("GetSuper {}", name(index)),
        Operation::GetSuperMethod(index) => format!("GetSuperMethod {}", name(index)),
        Operation::SetSuper(index) => format!("SetSuper {}", name(index)),
        Operation::Binary(operator) => format!("{operator:?}"),
        Operation::Unary(operator) => format!("{operator:?}"),
        Operation::Jump(Target(to)) => format!("Jump {to}"),
        Operation::JumpIfFalse(Target(to)) => format!("JumpIfFalse {to}"),
        Operation::AndJump(Target(to)) => format!("AndJump {to}"),
        Operation::OrJump(Target(to)) => format!("OrJump {to}"),
        Operation::CoalesceJump(Target(to)) => format!("CoalesceJump {to}"),
        Operation::ChainJump(Target(to)) => format!("ChainJump {to}"),
        Operation::DefaultJump(Target(to)) => format!("DefaultJump {to}"),
        Operation::Next(Target(to)) => format!("Next {to}"),
        Operation::NextKey(Target(to)) => format!("NextKey {to}"),
        Operation::AsyncStep(Target(to)) => format!("AsyncStep {to}"),
        Operation::CloseAsyncIterator(Target(to)) => format!("CloseAsyncIterator {to}"),
        Operation::AbandonAsyncIterator(Target(to)) => format!("AbandonAsyncIterator {to}"),
        Operation::AsyncYield(Target(to)) => format!("AsyncYield {to}"),
        Operation::DelegateThrow(Target(to)) => format!("DelegateThrow {to}"),
        Operation::DelegateReturn(Target(to)) => format!("DelegateReturn {to}"),
        Operation::RejectedReturn(Target(to)) => format!("RejectedReturn {to}"),
        Operation::Delegated(Target(to)) => format!("Delegated {to}"),
        Operation::EnterTry { catch: Some(Target(to)), .. } => format!("EnterTry catch {to}"),
        Operation::EnterTry { finally: Some(Target(to)), .. } => format!("EnterTry finally {to}"),
        Operation::Leave { target: Target(to), tries, scopes, stack } => {
            format!("Leave {to} tries {tries} scopes {scopes} stack {stack}")
        }
        Operation::RestProperties(count) => format!("RestProperties {count}"),
        Operation::NewArray(count) => format!("NewArray {count}"),
        Operation::Closure(place) => format!("Closure {place}"),
        Operation::Template(place) => format!("Template {place}"),
        Operation::Class(place) => format!("Class {place}"),
        Operation::Call(count) => format!("Call {count}"),
        Operation::New(count) => format!("New {count}"),
        Operation::Argument(place) => format!("Argument {place}"),
        Operation::RestArguments(place) => format!("RestArguments {place}"),
        Operation::Join(count) => format!("Join {count}"),
        Operation::ImportCall { phase, has_options } => {
            format!("ImportCall {phase:?}{}", if has_options { " with options" } else { "" })
        }
        other => format!("{other:?}"),
    }
}
