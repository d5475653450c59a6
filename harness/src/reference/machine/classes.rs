//! Classes.

use std::rc::Rc;

use super::{
    ObjectId,
    activation::Around,
    builtins::Intrinsic,
    heap::{Callable, ClassObject, Content, Field, Key, Kind, Object, Property},
    scopes::{Binding, Environment, EnvironmentId},
};
use crate::{
    reference::{Agent, Host, Value, completion::Abrupt},
    syntax::code::{ClassMember, Code, MemberKind, ScopeName},
};

impl Agent {
    /// ClassDefinitionEvaluation — <https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation>
    pub(super) fn define_class(
        &mut self,
        host: &mut dyn Host,
        code: &Rc<Code>,
        index: usize,
        outer: EnvironmentId,
        around: &Around,
    ) -> Result<Value, Abrupt> {
        let class = code.classes.get(index).ok_or(Abrupt::Over)?;
        self.machine.note(class.members.len(), (class.span.end - class.span.start) as usize);
        // 1.–3.
        let mut bindings = indexmap::IndexMap::default();
        if class.binds_own_name {
            bindings.insert(Rc::clone(&class.name), Binding::Uninitialized(ScopeName::OwnName));
        }
        let environment =
            self.machine.add_environment(Environment { outer: Some(outer), bindings, module: None });
        // 7.
        let prototype = self.new_object();
        // 14. and 15.
        let constructor = match class.constructor {
            None => None,
            Some(index) => {
                let function = code.functions.get(index as usize).ok_or(Abrupt::Over)?;
                Some(Self::closure(code, Rc::clone(function), environment, around))
            }
        };
        let length = constructor.as_ref().map_or(0, |closure| closure.function.length);
        // 25. Methods come first, fields in a list each.
        let mut methods = Vec::new();
        let (mut fields, mut static_fields) = (Vec::new(), Vec::new());
        for member in &class.members {
            let function = match member.function {
                None => None,
                Some(index) => {
                    let function = code.functions.get(index as usize).ok_or(Abrupt::Over)?;
                    let closure = Self::closure(code, Rc::clone(function), environment, around);
                    Some(self.new_function(closure))
                }
            };
            match (member.kind, function) {
                (MemberKind::Field, initializer) => {
                    let field = Field { key: Key::from(&member.name), initializer };
                    if member.is_static { static_fields.push(field) } else { fields.push(field) }
                }
                (_, Some(function)) => methods.push((member, function)),
                (_, None) => return Err(Abrupt::Over),
            }
        }
        let text = code.source.get(class.span.start as usize..class.span.end as usize).unwrap_or_default();
        let object = ClassObject {
            name: Rc::clone(&class.name),
            text: text.into(),
            constructor,
            fields: fields.into(),
        };
        let function_prototype = self.intrinsic(Intrinsic::FunctionPrototype);
        let kind = Kind::Function(Rc::new(Callable::Class(object)));
        let mut object = Object::new(kind, Some(function_prototype), self.machine.context);
        object.properties.insert(Key::text("length"), Property::fixed(Value::Number(f64::from(length))));
        object.properties.insert(Key::text("name"), Property::fixed(Value::String(Rc::clone(&class.name))));
        let content = Content::Data { value: Value::Object(prototype), writable: false };
        let property = Property { content, enumerable: false, configurable: false };
        object.properties.insert(Key::text("prototype"), property);
        let id = self.machine.add_object(object);
        let value = Value::Object(id);
        let constructor = Property::hidden(value.clone());
        self.machine.object_mut(prototype).properties.insert(Key::text("constructor"), constructor);
        for (member, function) in methods {
            let home = if member.is_static { id } else { prototype };
            self.define_method(home, member, function);
        }
        // 27.
        if class.binds_own_name {
            let binding = Binding::Value(ScopeName::OwnName, value.clone());
            self.machine.environment_mut(environment).bindings.insert(Rc::clone(&class.name), binding);
        }
        // 31.
        self.initialize_fields(host, id, &static_fields)?;
        Ok(value)
    }

    fn define_method(&mut self, home: ObjectId, member: &ClassMember, function: Value) {
        let key = Key::from(&member.name);
        match member.kind {
            MemberKind::Getter => self.define_accessor(home, key, Some(function), None, false),
            MemberKind::Setter => self.define_accessor(home, key, None, Some(function), false),
            MemberKind::Method | MemberKind::Field => {
                self.machine.object_mut(home).properties.insert(key, Property::hidden(function));
            }
        }
    }

    /// InitializeInstanceElements, without private ones — <https://tc39.es/ecma262/#sec-initializeinstanceelements>
    pub(super) fn initialize_fields(
        &mut self,
        host: &mut dyn Host,
        object: ObjectId,
        fields: &[Field],
    ) -> Result<(), Abrupt> {
        for field in fields {
            let value = match &field.initializer {
                None => Value::Undefined,
                Some(initializer) => self.call(host, initializer, Value::Object(object), &[])?,
            };
            self.define_plain(object, field.key.clone(), value);
        }
        Ok(())
    }
}
