//! Arrays, objects and templates.

use std::rc::Rc;

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrayLit, Expr, ExprOrSpread, Function as FunctionTree, ObjectLit, Prop, PropName, PropOrSpread, Tpl,
};

use super::{Compiler, function::Written, number};
use crate::syntax::{
    code::{Constant, FunctionKind, MemberKind, Operation, Span, Template},
    text::{name_value, string_value},
};

impl<'a> Compiler<'a> {
    pub(super) fn array(&mut self, array: &'a ArrayLit) {
        if array.elems.iter().any(Option::is_none) {
            return self.unmodelled(array);
        }
        let span = self.span(array);
        self.elements(array.elems.iter().flatten(), Operation::AppendAll, span);
    }

    /// Leaves an array of elements on the stack; `all` appends those that are spread.
    pub(super) fn elements(
        &mut self,
        elements: impl Iterator<Item = &'a ExprOrSpread>,
        all: Operation,
        span: Span,
    ) {
        let mut before = Some(0);
        for element in elements {
            if let Some(count) = before
                && element.spread.is_none()
            {
                self.expression(&element.expr);
                before = Some(count + 1);
                continue;
            }
            if let Some(count) = before.take() {
                self.emit(Operation::NewArray(count), span);
            }
            self.expression(&element.expr);
            let append = if element.spread.is_some() { all } else { Operation::Append };
            let span = self.span(&*element.expr);
            self.emit(append, span);
        }
        if let Some(count) = before {
            self.emit(Operation::NewArray(count), span);
        }
    }

    /// Substitutions are made strings one after another, each before the next is evaluated.
    pub(super) fn template(&mut self, template: &'a Tpl) {
        let span = self.span(template);
        if template.quasis.iter().any(|part| part.cooked.as_ref().is_none_or(|text| text.as_str().is_none()))
        {
            return self.unmodelled(template);
        }
        let mut parts = 0;
        for (place, text) in template.quasis.iter().enumerate() {
            let cooked = text.cooked.as_ref().filter(|text| !text.is_empty() || template.exprs.is_empty());
            if let Some(cooked) = cooked {
                self.constant(Constant::String(string_value(cooked)), span);
                parts += 1;
            }
            if let Some(substitution) = template.exprs.get(place) {
                self.expression(substitution);
                parts += 1;
                if place + 1 < template.exprs.len() {
                    let span = self.span(&**substitution);
                    self.emit(Operation::Join(1), span);
                }
            }
        }
        if !template.exprs.is_empty() {
            self.emit(Operation::Join(parts), span);
        }
    }

    pub(super) fn object(&mut self, object: &'a ObjectLit) {
        let span = self.span(object);
        self.emit(Operation::NewObject, span);
        for property in &object.props {
            match property {
                PropOrSpread::Spread(spread) => {
                    self.expression(&spread.expr);
                    let span = self.span(spread);
                    self.emit(Operation::CopyProperties, span);
                }
                PropOrSpread::Prop(property) => self.property(property),
            }
        }
    }

    fn property(&mut self, property: &'a Prop) {
        match property {
            Prop::Shorthand(name) => self.shorthand(property, name),
            Prop::KeyValue(pair) => self.key_and_value(property, &pair.key, &pair.value),
            Prop::Method(method) => {
                self.method(property, &method.key, &method.function, "", Operation::DefineProperty);
            }
            Prop::Getter(getter) => {
                self.method(property, &getter.key, &getter.function, "get ", Operation::DefineGetter);
            }
            Prop::Setter(setter) => {
                self.method(property, &setter.key, &setter.function, "set ", Operation::DefineSetter);
            }
            Prop::Assign(_) => self.unmodelled(property),
        }
    }

    fn shorthand(&mut self, property: &'a Prop, name: &'a swc_ecma_ast::Ident) {
        self.load(name);
        let index = self.name(&name.sym);
        let span = self.span(property);
        self.emit(Operation::DefineProperty(index), span);
    }

    fn key_and_value(&mut self, property: &'a Prop, key: &'a PropName, value: &'a Expr) {
        let span = self.span(property);
        match (static_key(key), key) {
            // It is no property, and a function is not named after it.
            (Some(name), _) if *name == *"__proto__" => {
                self.expression(value);
                self.emit(Operation::SetLiteralPrototype, span);
            }
            (Some(name), _) => {
                self.named_expression(value, || name.clone());
                let index = self.body.name(name);
                self.emit(Operation::DefineProperty(index), span);
            }
            // A class tells its name to its static members before anything could be changed.
            (None, PropName::Computed(_))
                if is_anonymous_function(value) && value.unwrap_parens().is_class() =>
            {
                self.unmodelled(property);
            }
            (None, PropName::Computed(computed)) if is_anonymous_function(value) => {
                self.property_key(&computed.expr);
                self.expression(value);
                self.emit(Operation::NameFunction(MemberKind::Field), span);
                self.emit(Operation::DefineElement, span);
            }
            (None, PropName::Computed(computed)) => {
                self.expression(&computed.expr);
                let key_span = self.span(&*computed.expr);
                self.emit(Operation::LiteralKey, key_span);
                self.expression(value);
                self.emit(Operation::DefineElement, span);
            }
            (None, _) => self.unmodelled(property),
        }
    }

    fn method(
        &mut self,
        property: &'a Prop,
        key: &'a PropName,
        function: &'a FunctionTree,
        prefix: &str,
        define: fn(crate::syntax::code::NameIndex) -> Operation,
    ) {
        let Some(name) = static_key(key) else {
            return self.computed_method(property, key, function, prefix);
        };
        let own_name = if prefix.is_empty() { name.clone() } else { format!("{prefix}{name}").into() };
        let place = self.method_function(function, property.span(), own_name);
        let span = self.span(property);
        self.emit(Operation::Closure(place), span);
        let index = self.body.name(name);
        self.emit(define(index), span);
    }

    fn property_key(&mut self, key: &'a Expr) {
        self.expression(key);
        let span = self.span(key);
        self.emit(Operation::ToPropertyKey, span);
    }

    /// A method, getter or setter of an object literal under a computed key.
    fn computed_method(
        &mut self,
        property: &'a Prop,
        key: &'a PropName,
        function: &'a FunctionTree,
        prefix: &str,
    ) {
        let PropName::Computed(computed) = key else { return self.unmodelled(property) };
        let kind = match prefix {
            "get " => MemberKind::Getter,
            "set " => MemberKind::Setter,
            _ => MemberKind::Method,
        };
        self.property_key(&computed.expr);
        let place = self.method_function(function, property.span(), "".into());
        let span = self.span(property);
        self.emit(Operation::Closure(place), span);
        self.emit(Operation::NameFunction(kind), span);
        self.emit(
            match kind {
                MemberKind::Method => Operation::DefineElement,
                kind => Operation::DefineElementAccessor(kind),
            },
            span,
        );
    }

    /// Compiles a method of an object literal or a class, whose whole text is at `span`.
    pub(super) fn method_function(
        &mut self,
        function: &'a FunctionTree,
        span: swc_common::Span,
        name: Rc<str>,
    ) -> u32 {
        let kind = match (function.is_generator, function.is_async) {
            (true, true) => FunctionKind::AsyncGenerator,
            (true, false) => FunctionKind::Generator,
            (false, true) => FunctionKind::AsyncMethod,
            (false, false) => FunctionKind::Method,
        };
        let written = Written { span, ..Written::of_function(function) };
        self.function(&written, name, Some(kind), false)
    }
}

/// The texts of a template with a tag; `None` where one is not modelled: it has lone surrogates.
pub(super) fn template_of(template: &Tpl) -> Option<Template> {
    let cooked = template.quasis.iter().map(|part| match &part.cooked {
        None => Some(None),
        Some(text) => text.as_str().map(|_| Some(string_value(text))),
    });
    // However a line ends, it ends with one character in both texts.
    let raw = template.quasis.iter().map(|part| part.raw.replace("\r\n", "\n").replace('\r', "\n").into());
    Some(Template { cooked: cooked.collect::<Option<_>>()?, raw: raw.collect() })
}

/// `IsAnonymousFunctionDefinition` — <https://tc39.es/ecma262/#sec-isanonymousfunctiondefinition>
pub(super) fn is_anonymous_function(value: &Expr) -> bool {
    match value.unwrap_parens() {
        Expr::Arrow(_) => true,
        Expr::Fn(function) => function.ident.is_none(),
        Expr::Class(class) => class.ident.is_none(),
        _ => false,
    }
}

/// The property key that stands in the text; `None` for a computed one, and for one that is not worked out here: with lone
/// surrogates, or a number that is written with an exponent.
pub(super) fn static_key(key: &PropName) -> Option<Rc<str>> {
    match key {
        PropName::Ident(name) => Some(name_value(&name.sym)),
        PropName::Str(text) => text.value.as_str().map(|_| string_value(&text.value)),
        // `Number::toString` — <https://tc39.es/ecma262/#sec-numeric-types-number-tostring> — has no exponent in this range.
        PropName::Num(number) if number.value == 0.0 || (1e-6..1e21).contains(&number.value) => {
            Some(number.value.to_string().into())
        }
        PropName::BigInt(number) => Some(number.value.to_string().into()),
        PropName::Num(_) | PropName::Computed(_) => None,
    }
}

/// How many values an argument list leaves, unless it spreads.
pub(super) fn plain_count(arguments: &[ExprOrSpread]) -> Option<u32> {
    arguments.iter().all(|argument| argument.spread.is_none()).then(|| number(arguments.len()))
}
