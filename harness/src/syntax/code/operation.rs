//! The instructions.
//!
//! Each instruction has a place in the text, for messages quote what stands there:
//!
//! * a call that of its callee, `new` that of the constructor: `a.b` of `a.b(c)`;
//! * reading, writing and deleting a property that of the whole member expression, in a pattern that of the property or element;
//! * reading and writing a name that of the name; a declaration's initialization that of the name too;
//! * [`GetIterator`](Operation::GetIterator), [`Next`](Operation::Next) and their likes of a loop that of what is iterated over, of
//!   a pattern that of the pattern;
//! * `throw`, `return` and loops that of the statement; everything else that of the expression.

use super::{BinaryOperator, MemberKind, NameIndex, Target, UnaryOperator};
use crate::syntax::Phase;

/// One instruction. Comments show what it takes from the stack and what it leaves there, the top on the right:
/// `a b → c`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// `→ value`: the literal at this place in [`Code::constants`](super::Code::constants).
    Constant(u32),
    /// `a →`
    Pop,
    /// `a → a a`
    Duplicate,
    /// `a b → a b a b`
    DuplicatePair,
    /// `a b → b a`
    Swap,
    /// `a b c → c a b`
    Rotate,

    /// `→ value`: ResolveBinding and GetValue.
    Load(NameIndex),
    /// `→ text`: `typeof` of a name that may be bound nowhere.
    TypeofName(NameIndex),
    /// `value →`: ResolveBinding and PutValue.
    Store(NameIndex),
    /// `value →`: InitializeBinding in the innermost scope that declares the name. For `var`s: an assignment to it.
    Initialize(NameIndex),
    /// `→`: enters the scope at this place in [`Code::scopes`](super::Code::scopes). Its functions are initialized.
    EnterScope(u32),
    /// `→`: leaves the innermost scope.
    LeaveScope,
    /// `→`: CreatePerIterationEnvironment: the innermost scope is replaced with a copy of itself.
    CopyScope,

    /// `→ array`: GetTemplateObject of the template at this place in [`Code::templates`](super::Code::templates).
    Template(u32),
    /// `→ value`: `this`.
    This,
    /// `→ value`: `this` in a derived constructor, and in arrows in it: the binding of that name, which is
    /// [`DERIVED_THIS`](super::DERIVED_THIS).
    LoadDerivedThis(NameIndex),
    /// `a1 … an → object`: `super(…)`, before `this` is bound.
    SuperCall(u32),
    /// `array → object`: the same with the elements of an array.
    SuperCallWithArray,
    /// `object → object`: binds `this` of a derived constructor to what `super()` gave, and makes its fields.
    BindThis(NameIndex),
    /// `→ value`: `new.target`
    NewTarget,
    /// `→ object`: `import.meta`
    ImportMeta,
    /// `specifier → promise`, or `specifier options → promise`: `import()`, `import.defer()`, `import.source()`.
    ImportCall {
        /// Which of them.
        phase: Phase,
        /// Whether there is a second argument.
        has_options: bool,
    },
    /// `value → value`: waits, and throws what it waited for when that is rejected.
    Await,
    /// `value → promise`: PromiseResolve ( %Promise%, value ), the first part of [`Await`](Self::Await).
    ToPromise,
    /// `promise → value`: the second part.
    AwaitPromise,

    /// `→`: the arguments of a generator are there; its caller gets the generator, and the first `next` goes on from here.
    GeneratorStart,
    /// `value → received`: gives the value to whoever asked, and goes on with what the next `next` brings.
    Yield,
    /// `iterator received → value`: `yield*`, run once for each value that is received.
    YieldAll,
    /// `→`: the same as [`GeneratorStart`](Self::GeneratorStart) for an async generator.
    AsyncGeneratorStart,
    /// `value → received`: gives an awaited value to the first request, and jumps with what the next `next` brings. What comes
    /// with `return` is there where it does not jump: the code that follows awaits it and returns it.
    AsyncYield(Target),
    /// `iterator received → iterator result`: `yield*` of an async generator asks for the next value; the result is to be awaited.
    DelegateNext,
    /// `iterator error → iterator result`: the same by `throw`. Jumps with what it has when there is no such method.
    DelegateThrow(Target),
    /// `iterator value → iterator result`: the same by `return`.
    DelegateReturn(Target),
    /// `iterator result → value` when the iterator has ended; otherwise jumps: `iterator result → iterator value`.
    Delegated(Target),
    /// `value → value`: where some engines await once more what the iterator of `yield*` gave.
    AwaitDelegated,
    /// `iterator reason → iterator reason`: what `yield*` was told to return is rejected. Where some engines jump.
    RejectedReturn(Target),
    /// Throws that the iterator of `yield*` has no method `throw`.
    NoThrowMethod,

    /// `object → value`: reads a property. When the object is `undefined` or `null`, the span's text is what is quoted.
    GetProperty(NameIndex),
    /// `object key → value`
    GetElement,
    /// `object → function object`: reads a property that is called on it.
    GetMethod(NameIndex),
    /// `object key → function object`
    GetElementMethod,
    /// `object value → value`: assigns to a property.
    SetProperty(NameIndex),
    /// `object key value → value`
    SetElement,
    /// `this → value`: `super.name`
    GetSuper(NameIndex),
    /// `this key → value`
    GetSuperElement,
    /// `this → function this`
    GetSuperMethod(NameIndex),
    /// `this key → function this`
    GetSuperElementMethod,
    /// `→ base`: GetSuperBase, whose result waits for the value of an assignment.
    SuperBase,
    /// `this base value → value`
    SetSuper(NameIndex),
    /// `this key base value → value`
    SetSuperElement,
    /// `→`: makes a new private name and binds it.
    NewPrivateName(NameIndex),
    /// `object → value`: reads a private member.
    GetPrivate(NameIndex),
    /// `object → function object`
    GetPrivateMethod(NameIndex),
    /// `object value → value`
    SetPrivate(NameIndex),
    /// `value → boolean`: `#name in value`
    HasPrivate(NameIndex),
    /// `object → boolean`
    DeleteProperty(NameIndex),
    /// `object key → boolean`
    DeleteElement,
    /// `value → value`: throws for `undefined` and `null`, as destructuring does before it reads anything.
    RequireObject,

    /// `→ object`: `{}`
    NewObject,
    /// `object value → object`: `__proto__: value` of an object literal, which sets the prototype if the value can be one.
    SetLiteralPrototype,
    /// `object value → object`: defines a property of an object literal.
    DefineProperty(NameIndex),
    /// `object key value → object`
    DefineElement,
    /// `key function → key function`: SetFunctionName of a function under a computed key, by what it is there.
    NameFunction(MemberKind),
    /// `object key function → object`: defines a getter or a setter under a computed key.
    DefineElementAccessor(MemberKind),
    /// `object function → object`: defines a getter of an object literal.
    DefineGetter(NameIndex),
    /// `object function → object`
    DefineSetter(NameIndex),
    /// `object source → object`: copies the own enumerable properties of `source`, as `{...source}` does.
    CopyProperties,
    /// `source k1 … kn → object`: an object with the own enumerable properties of `source` but those keys, which are property
    /// keys: the rest of an object pattern.
    RestProperties(u32),
    /// `value → key`: ToPropertyKey.
    ToPropertyKey,
    /// `value → key`: the same for a key of an object literal.
    LiteralKey,
    /// `object value → object key`: the same for a property that is read and then written, when the object can have some.
    ReferenceKey,
    /// `a1 … an → array`
    NewArray(u32),
    /// `array value → array`: appends.
    Append,
    /// `array iterable → array`: appends everything that iterating gives.
    AppendAll,
    /// The same among the arguments of a call, which has messages of its own.
    AppendArguments,
    /// `→ function`: instantiates the function at this place in [`Code::functions`](super::Code::functions).
    Closure(u32),
    /// `value → constructor prototype`: what a class takes from its heritage.
    Heritage,
    /// `operands → class`: defines the class at this place in [`Code::classes`](super::Code::classes); the operands are
    /// those that [`Heritage`](Self::Heritage) left, and the computed keys.
    Class(u32),

    /// `function this a1 … an → value`
    Call(u32),
    /// `function this array → value`: the arguments are the elements of the array.
    CallWithArray,
    /// `constructor a1 … an → object`: `new`.
    New(u32),
    /// `constructor array → object`: the same with the elements of an array.
    NewWithArray,
    /// `→ value`: the argument at this place, or `undefined`.
    Argument(u32),
    /// `→ array`: the arguments from this place on.
    RestArguments(u32),

    /// `a b → value`
    Binary(BinaryOperator),
    /// `a → value`
    Unary(UnaryOperator),
    /// `a1 … an → text`: joins the values, each as `String(value)` would give it but that a symbol throws.
    Join(u32),

    /// `→`
    Jump(Target),
    /// `a →`: jumps when `a` is falsy.
    JumpIfFalse(Target),
    /// `a →`, or `a → a` when it jumps: jumps when `a` is falsy, keeping it.
    AndJump(Target),
    /// `a →`, or `a → a` when it jumps: jumps when `a` is truthy, keeping it.
    OrJump(Target),
    /// `a →`, or `a → a` when it jumps: jumps when `a` is neither `undefined` nor `null`, keeping it.
    CoalesceJump(Target),
    /// `a → a`, or `a → undefined` when it jumps: jumps when `a` is `undefined` or `null`; the rest of an optional chain.
    ChainJump(Target),
    /// `a →`, or `a → a` when it jumps: jumps when `a` is not `undefined`, keeping it; what is skipped is a default.
    DefaultJump(Target),

    /// `iterable → iterator`
    GetIterator,
    /// `iterator → iterator value`, or `iterator →` when it jumps because nothing is left.
    Next(Target),
    /// `iterator → iterator value`: the next element of an array pattern, `undefined` when nothing is left.
    NextElement,
    /// `iterator → iterator array`: all that is left.
    RestElements,
    /// `iterator →`: a loop or a pattern ends, perhaps before its iterator does. Every `break`, `continue` and `return` out of a
    /// loop comes to one for each iterator that it leaves. An exception does not, nor does the `return` of a generator that is not
    /// async: they take iterators off the stack as they are, and whoever runs the code closes those that want to be closed.
    /// Those of async iteration close themselves.
    CloseIterator,

    /// `iterable → iterator`: GetIterator ( value, async ).
    GetAsyncIterator,
    /// `iterator → iterator result`: asks for the next value; the result is to be awaited.
    AsyncNext,
    /// `iterator result → iterator value`, or `iterator result → result` when it jumps because nothing is left.
    AsyncStep(Target),
    /// `iterator → result`, or `iterator →` when it jumps because there is nothing to close: a loop is left. The result is to
    /// be awaited.
    CloseAsyncIterator(Target),
    /// `result →`: what closing gave has to be an object.
    RequireResult,
    /// `iterator exception → iterator exception result`, or the same without a result when it jumps: an exception leaves the loop.
    AbandonAsyncIterator(Target),

    /// `value → enumeration`: begins `for … in`. Of `undefined` and `null` nothing is enumerated.
    Enumerate,
    /// `enumeration → enumeration key`, or `enumeration →` when it jumps because nothing is left.
    NextKey(Target),

    /// `→`: what follows, up to the matching [`LeaveTry`](Self::LeaveTry), is the block of a `try` statement. An exception
    /// in it restores stack and scopes as they are now. With `catch` it is pushed and control goes there. With `finally`
    /// it is kept as a completion, and control goes there; so are a `return` and a [`Leave`](Self::Leave) on their way out.
    /// Exactly one of the two is given: a statement with both is two, one in the other.
    EnterTry {
        /// Where the catch clause begins.
        catch: Option<Target>,
        /// Where the finally block begins.
        finally: Option<Target>,
    },
    /// `→`: the end of the innermost `try` block is reached. With a finally block, a normal completion is kept, and the
    /// next instruction is the block's first.
    LeaveTry,
    /// `→`: the end of a finally block: the completion that was kept when it was entered goes on.
    EndFinally,
    /// `→`: `break` and `continue`: goes to the target with so many `try` blocks, scopes and stack entries of this body left;
    /// finally blocks on the way run first.
    Leave {
        /// Where to.
        target: Target,
        /// How many [`EnterTry`](Self::EnterTry) of this body are open there. One with `catch` is open until its
        /// [`LeaveTry`](Self::LeaveTry) or until the exception comes to the catch clause. One with `finally` is open until its
        /// [`EndFinally`](Self::EndFinally): leaving a finally block drops the completion that it keeps, and jumping about
        /// inside does not.
        tries: u16,
        /// How many [`EnterScope`](Self::EnterScope) of this body are open there.
        scopes: u16,
        /// How many values of this body are on the stack there.
        stack: u16,
    },
    /// `value →`: throws it.
    Throw,
    /// `value →`: returns it.
    Return,

    /// Reached only by what the language of bodies does not have. Nothing runs behind it, so what follows may count on values
    /// that the construct would have left.
    Unmodelled,
}
