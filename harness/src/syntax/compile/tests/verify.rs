//! The rules that every code keeps, checked by running it with nothing but the shape of stack, scopes and `try` blocks.

use std::collections::BTreeMap;

use crate::syntax::code::{Code, MemberKind, NameIndex, Operation, Target};

/// What is known before an instruction.
#[derive(Clone, Debug, Default, PartialEq)]
struct State {
    stack: Vec<Entry>,
    /// By their places in [`Code::scopes`].
    scopes: Vec<u32>,
    tries: Vec<Try>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Value,
    Iterator,
}

#[derive(Clone, Debug, PartialEq)]
struct Try {
    stack: usize,
    scopes: usize,
    finally: Option<Target>,
    /// Whether its finally block is what runs.
    in_finally: bool,
}

/// Checks a code and all functions in it. The error says what is wrong with which instruction.
pub(super) fn verify(code: &Code) -> Result<(), String> {
    if code.operations.len() != code.spans.len() {
        return Err("there is not one span for each instruction".into());
    }
    for span in &code.spans {
        if span.start > span.end || code.source.get(span.start as usize..span.end as usize).is_none() {
            return Err(format!("{span:?} is no part of the text"));
        }
    }
    for scope in code.scopes.iter().chain([&code.outermost]) {
        for (name, place) in &scope.functions {
            let declared = scope.names.iter().filter(|(known, _)| known == name).count();
            if declared != 1 || *place as usize >= code.functions.len() {
                return Err(format!("the function {name} is declared {declared} times"));
            }
        }
        let mut names: Vec<_> = scope.names.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != scope.names.len() {
            return Err(format!("a name is repeated in {scope:?}"));
        }
    }
    for class in &code.classes {
        let members = class.members.iter();
        let places = members.clone().filter_map(|member| member.function).chain(class.constructor);
        if places.into_iter().any(|place| place as usize >= code.functions.len()) {
            return Err(format!("{class:?} has a function that is not there"));
        }
        if members.into_iter().any(|member| member.function.is_none() && member.kind != MemberKind::Field) {
            return Err(format!("{class:?} has a method without function"));
        }
    }
    run(code)?;
    code.functions.iter().try_for_each(|function| verify(&function.code))
}

/// Follows every path.
fn run(code: &Code) -> Result<(), String> {
    let mut known: BTreeMap<u32, State> = BTreeMap::new();
    let mut open = vec![(0, State::default())];
    while let Some((at, state)) = open.pop() {
        if let Some(before) = known.get(&at) {
            if *before != state {
                return Err(format!("paths disagree at {at}: {before:?} and {state:?}"));
            }
            continue;
        }
        known.insert(at, state.clone());
        let Some(operation) = code.operations.get(at as usize) else {
            if at as usize != code.operations.len() || state != State::default() {
                return Err(format!("the code ends at {at} with {state:?}"));
            }
            continue;
        };
        let mut step = Step { code, state, at, next: Vec::new() };
        step.run(operation).map_err(|reason| format!("{at} {operation:?}: {reason}"))?;
        open.append(&mut step.next);
    }
    Ok(())
}

/// One instruction.
struct Step<'c> {
    code: &'c Code,
    state: State,
    at: u32,
    next: Vec<(u32, State)>,
}

type Checked = Result<(), String>;

impl Step<'_> {
    fn pop(&mut self, wanted: Entry) -> Checked {
        match self.state.stack.pop() {
            Some(entry) if entry == wanted => Ok(()),
            other => Err(format!("takes {other:?} for a {wanted:?}")),
        }
    }

    fn go_on(&mut self) {
        self.next.push((self.at + 1, self.state.clone()));
    }

    fn go(&mut self, target: Target) {
        self.next.push((target.0, self.state.clone()));
    }

    /// Takes so many values, leaves so many, and goes on.
    fn effect(&mut self, takes: u32, leaves: usize) -> Checked {
        for _ in 0..takes {
            self.pop(Entry::Value)?;
        }
        self.state.stack.extend(std::iter::repeat_n(Entry::Value, leaves));
        self.go_on();
        Ok(())
    }

    /// Jumps with the value on the stack, or goes on without it.
    fn keeping_jump(&mut self, target: Target) -> Checked {
        self.pop(Entry::Value)?;
        self.state.stack.push(Entry::Value);
        self.go(target);
        self.state.stack.pop();
        self.go_on();
        Ok(())
    }

    fn named(&mut self, name: NameIndex, takes: u32, leaves: usize) -> Checked {
        self.code.names.get(name.0 as usize).ok_or("there is no such name")?;
        self.effect(takes, leaves)
    }

    fn declared(&self, name: NameIndex) -> Checked {
        let name = self.code.name(name);
        let mut scopes = self.state.scopes.iter().map(|scope| &self.code.scopes[*scope as usize]);
        let is_declared = scopes.any(|scope| scope.names.iter().any(|(known, _)| known == name))
            || self.code.outermost.names.iter().any(|(known, _)| known == name);
        is_declared.then_some(()).ok_or_else(|| format!("{name} is not declared"))
    }

    fn run(&mut self, operation: &Operation) -> Checked {
        match *operation {
            Operation::Constant(place) => {
                self.code.constants.get(place as usize).ok_or("there is no such constant")?;
                self.effect(0, 1)
            }
            Operation::This
            | Operation::NewTarget
            | Operation::ImportMeta
            | Operation::Argument(_)
            | Operation::RestArguments(_)
            | Operation::NewObject => self.effect(0, 1),
            Operation::Template(place) => {
                self.code.templates.get(place as usize).ok_or("there is no such template")?;
                self.effect(0, 1)
            }
            Operation::Pop => self.effect(1, 0),
            Operation::Duplicate => self.effect(1, 2),
            Operation::DuplicatePair => self.effect(2, 4),
            Operation::Rotate => self.effect(3, 3),
            Operation::Load(name) | Operation::TypeofName(name) => self.named(name, 0, 1),
            Operation::Store(name) => self.named(name, 1, 0),
            Operation::Initialize(name) => {
                self.declared(name)?;
                self.named(name, 1, 0)
            }
            Operation::GetProperty(name) | Operation::DeleteProperty(name) => self.named(name, 1, 1),
            Operation::GetMethod(name) => self.named(name, 1, 2),
            Operation::SetProperty(name)
            | Operation::DefineProperty(name)
            | Operation::DefineGetter(name)
            | Operation::DefineSetter(name) => self.named(name, 2, 1),
            Operation::Swap
            | Operation::GetElementMethod
            | Operation::ReferenceKey
            | Operation::NameFunction(_) => self.effect(2, 2),
            Operation::RequireObject
            | Operation::Unary(_)
            | Operation::Await
            | Operation::ToPromise
            | Operation::AwaitPromise
            | Operation::ToPropertyKey
            | Operation::LiteralKey => self.effect(1, 1),
            Operation::GetElement
            | Operation::DeleteElement
            | Operation::Binary(_)
            | Operation::NewWithArray
            | Operation::SetLiteralPrototype
            | Operation::CopyProperties
            | Operation::Append
            | Operation::AppendAll
            | Operation::AppendArguments => self.effect(2, 1),
            Operation::NewArray(count) | Operation::Join(count) => self.effect(count, 1),
            Operation::Call(count) => self.effect(count + 2, 1),
            Operation::New(count) | Operation::RestProperties(count) => self.effect(count + 1, 1),
            Operation::SetElement
            | Operation::DefineElement
            | Operation::DefineElementAccessor(_)
            | Operation::CallWithArray => self.effect(3, 1),
            Operation::ImportCall { has_options, .. } => self.effect(1 + u32::from(has_options), 1),
            Operation::Closure(place) => {
                self.code.functions.get(place as usize).ok_or("there is no such function")?;
                self.effect(0, 1)
            }
            Operation::Class(place) => {
                let class = self.code.classes.get(place as usize).ok_or("there is no such class")?;
                self.effect(u32::try_from(class.operands()).unwrap_or(u32::MAX), 1)
            }
            Operation::EnterScope(place) => {
                self.code.scopes.get(place as usize).ok_or("there is no such scope")?;
                self.state.scopes.push(place);
                self.effect(0, 0)
            }
            Operation::LeaveScope => {
                self.state.scopes.pop().ok_or("no scope is open")?;
                self.effect(0, 0)
            }
            Operation::CopyScope => {
                self.state.scopes.last().ok_or("no scope is open")?;
                self.effect(0, 0)
            }
            _ => self.control(operation),
        }
    }

    fn control(&mut self, operation: &Operation) -> Checked {
        match *operation {
            Operation::Jump(target) => {
                self.go(target);
                Ok(())
            }
            Operation::JumpIfFalse(target) => {
                self.pop(Entry::Value)?;
                self.go(target);
                self.go_on();
                Ok(())
            }
            Operation::ChainJump(target) => {
                self.pop(Entry::Value)?;
                self.state.stack.push(Entry::Value);
                self.go(target);
                self.go_on();
                Ok(())
            }
            Operation::AndJump(target)
            | Operation::OrJump(target)
            | Operation::CoalesceJump(target)
            | Operation::DefaultJump(target) => self.keeping_jump(target),
            Operation::LoadDerivedThis(name) => self.named(name, 0, 1),
            Operation::NewPrivateName(name) => {
                self.declared(name)?;
                self.named(name, 0, 0)
            }
            Operation::SuperCall(count) => self.effect(count, 1),
            Operation::BindThis(name)
            | Operation::GetSuper(name)
            | Operation::GetPrivate(name)
            | Operation::HasPrivate(name) => self.named(name, 1, 1),
            Operation::GetSuperMethod(name) | Operation::GetPrivateMethod(name) => self.named(name, 1, 2),
            Operation::SetPrivate(name) => self.named(name, 2, 1),
            Operation::SetSuper(name) => self.named(name, 3, 1),
            Operation::SuperBase => self.effect(0, 1),
            Operation::GetSuperElement => self.effect(2, 1),
            Operation::GetSuperElementMethod => self.effect(2, 2),
            Operation::SetSuperElement => self.effect(4, 1),
            Operation::Heritage => self.effect(1, 2),
            Operation::SuperCallWithArray | Operation::Enumerate | Operation::Yield => self.effect(1, 1),
            Operation::GeneratorStart | Operation::AsyncGeneratorStart => self.effect(0, 0),
            Operation::YieldAll => {
                self.pop(Entry::Value)?;
                self.pop(Entry::Iterator)?;
                self.effect(0, 1)
            }
            Operation::NextKey(target) => {
                self.pop(Entry::Value)?;
                self.go(target);
                self.effect(0, 2)
            }
            Operation::GetIterator => {
                self.pop(Entry::Value)?;
                self.state.stack.push(Entry::Iterator);
                self.go_on();
                Ok(())
            }
            Operation::Next(target) => {
                self.pop(Entry::Iterator)?;
                self.go(target);
                self.state.stack.extend([Entry::Iterator, Entry::Value]);
                self.go_on();
                Ok(())
            }
            Operation::NextElement | Operation::RestElements => {
                self.pop(Entry::Iterator)?;
                self.state.stack.extend([Entry::Iterator, Entry::Value]);
                self.go_on();
                Ok(())
            }
            Operation::CloseIterator => {
                self.pop(Entry::Iterator)?;
                self.go_on();
                Ok(())
            }
            Operation::Throw | Operation::Return => self.pop(Entry::Value),
            Operation::Unmodelled | Operation::NoThrowMethod => Ok(()),
            Operation::EnterTry { .. }
            | Operation::LeaveTry
            | Operation::EndFinally
            | Operation::Leave { .. } => self.in_tries(operation),
            _ => self.awaited(operation),
        }
    }

    /// Async iteration.
    fn awaited(&mut self, operation: &Operation) -> Checked {
        let takes_value = !matches!(
            operation,
            Operation::GetAsyncIterator
                | Operation::AsyncNext
                | Operation::CloseAsyncIterator(_)
                | Operation::AsyncYield(_)
                | Operation::RequireResult
                | Operation::AwaitDelegated
        );
        if takes_value {
            self.pop(Entry::Value)?;
            self.pop(Entry::Iterator)?;
            self.state.stack.push(Entry::Iterator);
        }
        match *operation {
            Operation::RequireResult => return self.effect(1, 0),
            Operation::AwaitDelegated => return self.effect(1, 1),
            Operation::AsyncYield(target) => {
                self.pop(Entry::Value)?;
                self.state.stack.push(Entry::Value);
                self.go(target);
            }
            Operation::GetAsyncIterator => {
                self.pop(Entry::Value)?;
                self.state.stack.push(Entry::Iterator);
            }
            Operation::AsyncNext => {
                self.pop(Entry::Iterator)?;
                self.state.stack.extend([Entry::Iterator, Entry::Value]);
            }
            Operation::AsyncStep(target) => {
                self.pop(Entry::Iterator)?;
                self.state.stack.push(Entry::Value);
                self.go(target);
                self.state.stack.pop();
                self.state.stack.extend([Entry::Iterator, Entry::Value]);
            }
            Operation::CloseAsyncIterator(target) => {
                self.pop(Entry::Iterator)?;
                self.go(target);
                self.state.stack.push(Entry::Value);
            }
            Operation::AbandonAsyncIterator(target) => {
                self.state.stack.push(Entry::Value);
                self.go(target);
                self.state.stack.push(Entry::Value);
            }
            Operation::DelegateNext => self.state.stack.push(Entry::Value),
            Operation::DelegateThrow(target)
            | Operation::DelegateReturn(target)
            | Operation::RejectedReturn(target) => {
                self.state.stack.push(Entry::Value);
                self.go(target);
            }
            Operation::Delegated(target) => {
                self.state.stack.push(Entry::Value);
                self.go(target);
                self.state.stack.pop();
                self.pop(Entry::Iterator)?;
                self.state.stack.push(Entry::Value);
            }
            _ => return Err("unknown to the verifier".into()),
        }
        self.go_on();
        Ok(())
    }

    fn in_tries(&mut self, operation: &Operation) -> Checked {
        match *operation {
            Operation::EnterTry { catch, finally } => {
                let (stack, scopes) = (self.state.stack.len(), self.state.scopes.len());
                let mut thrown = self.state.clone();
                self.state.tries.push(Try { stack, scopes, finally, in_finally: false });
                match (catch, finally) {
                    (Some(catch), None) => {
                        thrown.stack.push(Entry::Value);
                        self.next.push((catch.0, thrown));
                    }
                    (None, Some(finally)) => {
                        thrown
                            .tries
                            .push(Try { in_finally: true, ..self.state.tries[thrown.tries.len()].clone() });
                        self.next.push((finally.0, thrown));
                    }
                    _ => return Err("not one of catch and finally".into()),
                }
                self.go_on();
                Ok(())
            }
            Operation::LeaveTry => {
                let Some(block) = self.state.tries.pop() else { return Err("no block is open".into()) };
                self.at_the_depth_of(&block, false)?;
                if let Some(finally) = block.finally {
                    if finally.0 != self.at + 1 {
                        return Err("the finally block does not follow".into());
                    }
                    self.state.tries.push(Try { in_finally: true, ..block });
                }
                self.go_on();
                Ok(())
            }
            Operation::EndFinally => {
                let Some(block) = self.state.tries.pop() else { return Err("no block is open".into()) };
                self.at_the_depth_of(&block, true)?;
                self.go_on();
                Ok(())
            }
            Operation::Leave { target, tries, scopes, stack } => {
                let (tries, scopes, stack) = (usize::from(tries), usize::from(scopes), usize::from(stack));
                let State { stack: values, scopes: open, tries: blocks } = &mut self.state;
                if tries > blocks.len() || scopes > open.len() || stack > values.len() {
                    return Err(format!("more is open there than here: {values:?} {open:?} {blocks:?}"));
                }
                blocks.truncate(tries);
                open.truncate(scopes);
                values.truncate(stack);
                if blocks.last().is_some_and(|block| block.stack > stack || block.scopes > scopes) {
                    return Err("a block stays open that began deeper".into());
                }
                self.go(target);
                Ok(())
            }
            _ => Err("unknown to the verifier".into()),
        }
    }

    fn at_the_depth_of(&self, block: &Try, in_finally: bool) -> Checked {
        let (stack, scopes) = (self.state.stack.len(), self.state.scopes.len());
        if block.in_finally == in_finally && block.stack == stack && block.scopes == scopes {
            Ok(())
        } else {
            Err(format!("{block:?} ends with {stack} values and {scopes} scopes"))
        }
    }
}
