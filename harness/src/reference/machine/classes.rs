//! Classes.

use std::rc::Rc;

use super::{
    ObjectId,
    activation::Around,
    builtins::Intrinsic,
    heap::{Callable, ClassObject, Content, Field, FieldKey, Key, Kind, Object, Property, SymbolId},
    objects::is_object,
    private::{Brand, PrivateElement, add_private_method},
    scopes::{Binding, Environment, EnvironmentId},
};
use crate::{
    reference::{Agent, Host, Quirk, Value, completion::Abrupt},
    syntax::code::{Class, ClassMember, Code, MemberKey, MemberKind, ScopeName},
};

/// The elements of a class, sorted by who gets them.
#[derive(Debug, Default)]
struct Elements {
    methods: Vec<(Key, MemberKind, Value, bool)>,
    private_methods: Vec<(SymbolId, PrivateElement)>,
    static_private_methods: Vec<(SymbolId, PrivateElement)>,
    fields: Vec<Field>,
    static_fields: Vec<Field>,
}

/// What the members of a class are defined with.
struct Definition<'a> {
    code: &'a Rc<Code>,
    class: &'a Class,
    environment: EnvironmentId,
    around: &'a Around,
}

impl Agent {
    /// ClassDefinitionEvaluation, step 8 — <https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation>: the
    /// prototypes of the class and of its instances.
    pub(super) fn heritage(&mut self, host: &mut dyn Host, value: Value) -> Result<(Value, Value), Abrupt> {
        if self.has(Quirk::HeritageCheckedLate) {
            return Ok((value, Value::Undefined));
        }
        self.checked_heritage(host, value)
    }

    fn checked_heritage(&mut self, host: &mut dyn Host, value: Value) -> Result<(Value, Value), Abrupt> {
        // 8.e.
        if value == Value::Null {
            return Ok((self.intrinsic(Intrinsic::FunctionPrototype), Value::Null));
        }
        // 8.f.
        if !self.is_constructor(&value) {
            return Err(self.no_heritage(&value));
        }
        // 8.g.
        let prototype = self.get(host, &value, &Key::text("prototype"))?;
        if !is_object(&prototype) && prototype != Value::Null {
            return Err(self.no_heritage_prototype(&prototype));
        }
        Ok((value, prototype))
    }

    /// ClassDefinitionEvaluation from step 9 on. Heritage and computed keys are evaluated before, which nobody can tell: no
    /// body sees the class until its static fields are made.
    pub(super) fn define_class(
        &mut self,
        host: &mut dyn Host,
        code: &Rc<Code>,
        index: usize,
        outer: EnvironmentId,
        around: &Around,
        operands: Vec<Value>,
    ) -> Result<Value, Abrupt> {
        let class = code.classes.get(index).ok_or(Abrupt::Over)?;
        self.machine.note(class.members.len(), (class.span.end - class.span.start) as usize);
        let mut operands = operands.into_iter();
        let (parent, proto_parent) = if class.has_heritage {
            let parent = operands.next().ok_or(Abrupt::Over)?;
            let prototype = operands.next().ok_or(Abrupt::Over)?;
            let (parent, prototype) = if self.has(Quirk::HeritageCheckedLate) {
                self.checked_heritage(host, parent)?
            } else {
                (parent, prototype)
            };
            (parent, if prototype == Value::Null { None } else { Some(prototype) })
        } else {
            (self.intrinsic(Intrinsic::FunctionPrototype), Some(self.intrinsic(Intrinsic::ObjectPrototype)))
        };
        let environment = if class.is_in_scope { outer } else { self.class_scope(class, outer) };
        // 9.
        let prototype = self.new_object_with(proto_parent);
        let definition = Definition { code, class, environment, around };
        let keys: Vec<Value> = operands.collect();
        let mut elements = Elements::default();
        self.elements_of(&definition, &keys, false, prototype, &mut elements)?;
        // 14. and 15.
        let id = self.new_class(&definition, parent, prototype, &elements)?;
        let value = Value::Object(id);
        let constructor = Property::hidden(value.clone());
        self.machine.object_mut(prototype).properties.insert(Key::text("constructor"), constructor);
        // 25.
        self.elements_of(&definition, &keys, true, id, &mut elements)?;
        for (key, kind, function, is_static) in std::mem::take(&mut elements.methods) {
            if is_static && key.as_str() == Some("prototype") {
                return Err(self.static_prototype(false));
            }
            self.define_method(if is_static { id } else { prototype }, key, kind, function);
        }
        // 27.
        if class.binds_own_name() {
            let binding = Binding::Value(ScopeName::OwnName, value.clone());
            self.machine.environment_mut(environment).bindings.insert(Rc::clone(&class.name), binding);
        }
        // 30. and 31.
        for (name, method) in elements.static_private_methods {
            self.private_add(&value, name, method)?;
        }
        self.initialize_fields(host, &value, &elements.static_fields)?;
        Ok(value)
    }

    /// Steps 1 to 3 for a class whose scope holds nothing but its name.
    fn class_scope(&mut self, class: &Class, outer: EnvironmentId) -> EnvironmentId {
        let mut bindings = indexmap::IndexMap::default();
        if class.binds_own_name() {
            bindings.insert(Rc::clone(&class.name), Binding::Uninitialized(ScopeName::OwnName));
        }
        self.machine.add_environment(Environment { outer: Some(outer), bindings, module: None })
    }

    fn new_class(
        &mut self,
        definition: &Definition<'_>,
        parent: Value,
        prototype: ObjectId,
        elements: &Elements,
    ) -> Result<ObjectId, Abrupt> {
        let Definition { code, class, environment, around } = definition;
        let constructor = match class.constructor {
            None => None,
            Some(index) => {
                let function = code.functions.get(index as usize).ok_or(Abrupt::Over)?;
                let mut closure = self.closure(code, Rc::clone(function), *environment, around);
                closure.home = Some(prototype);
                Some(closure)
            }
        };
        let length = constructor.as_ref().map_or(0, |closure| closure.function.length);
        let text = code.source.get(class.span.start as usize..class.span.end as usize).unwrap_or_default();
        let object = ClassObject {
            name: Rc::clone(&class.name),
            naming: class.naming,
            text: text.into(),
            constructor,
            is_derived: class.has_heritage,
            private_methods: elements.private_methods.clone().into(),
            fields: elements.fields.clone().into(),
        };
        let kind = Kind::Function(Rc::new(Callable::Class(object)));
        let mut object = Object::new(kind, Some(parent), self.machine.context);
        object.properties.insert(Key::text("length"), Property::fixed(Value::Number(f64::from(length))));
        object.properties.insert(Key::text("name"), Property::fixed(Value::String(Rc::clone(&class.name))));
        let content = Content::Data { value: Value::Object(prototype), writable: false };
        let property = Property { content, enumerable: false, configurable: false };
        object.properties.insert(Key::text("prototype"), property);
        Ok(self.machine.add_object(object))
    }

    /// ClassElementEvaluation of the members that are static, or of those that are not —
    /// <https://tc39.es/ecma262/#sec-static-semantics-classelementevaluation>
    fn elements_of(
        &mut self,
        definition: &Definition<'_>,
        computed: &[Value],
        is_static: bool,
        home: ObjectId,
        elements: &mut Elements,
    ) -> Result<(), Abrupt> {
        let mut computed = computed.iter();
        for member in &definition.class.members {
            // Every computed key is taken, so that each member gets its own.
            let computed = if member.key == MemberKey::Computed { computed.next() } else { None };
            if member.is_static == is_static {
                self.class_element(definition, member, computed, home, elements)?;
            }
        }
        Ok(())
    }

    fn class_element(
        &mut self,
        definition: &Definition<'_>,
        member: &ClassMember,
        computed: Option<&Value>,
        home: ObjectId,
        elements: &mut Elements,
    ) -> Result<(), Abrupt> {
        let function = match member.function {
            None => None,
            Some(index) => {
                let function = definition.code.functions.get(index as usize).ok_or(Abrupt::Over)?;
                let Definition { code, environment, around, .. } = definition;
                let mut closure = self.closure(code, Rc::clone(function), *environment, around);
                closure.home = Some(home);
                Some(self.new_function(closure))
            }
        };
        let key = match &member.key {
            MemberKey::Name(name) => FieldKey::Property(Key::from(name)),
            MemberKey::Private(name) => {
                FieldKey::Private(self.private_name_in(definition.environment, name)?)
            }
            MemberKey::Computed => match computed {
                Some(Value::String(name)) => FieldKey::Property(Key::from(name)),
                Some(Value::Symbol(symbol)) => FieldKey::Property(Key::Symbol(*symbol)),
                _ => return Err(Abrupt::Over),
            },
            MemberKey::None => FieldKey::None,
        };
        match (member.kind, function) {
            (MemberKind::Field | MemberKind::StaticBlock, initializer) => {
                let field = Field { key, initializer };
                let list = if member.is_static { &mut elements.static_fields } else { &mut elements.fields };
                list.push(field);
            }
            (kind, Some(function)) => match key {
                FieldKey::Property(key) => {
                    if member.key == MemberKey::Computed {
                        self.set_function_name(&function, &key, kind);
                    }
                    elements.methods.push((key, kind, function, member.is_static));
                }
                FieldKey::Private(name) => {
                    let brand =
                        Brand { class: Rc::clone(&definition.class.name), is_static: member.is_static };
                    self.machine.private_methods.insert(name, brand);
                    let list = if member.is_static {
                        &mut elements.static_private_methods
                    } else {
                        &mut elements.private_methods
                    };
                    add_private_method(list, name, kind, function);
                }
                FieldKey::None => return Err(Abrupt::Over),
            },
            (_, None) => return Err(Abrupt::Over),
        }
        Ok(())
    }

    /// SetFunctionName ( F, name, prefix ) — <https://tc39.es/ecma262/#sec-setfunctionname>
    pub(super) fn set_function_name(&mut self, function: &Value, key: &Key, kind: MemberKind) {
        let text = match key {
            Key::String(text) => text.to_string(),
            Key::Symbol(symbol) => match self.machine.description(*symbol) {
                Some(description) => format!("[{description}]"),
                None => String::new(),
            },
        };
        let name = match kind {
            MemberKind::Getter => format!("get {text}"),
            MemberKind::Setter => format!("set {text}"),
            _ => text,
        };
        if let Value::Object(id) = function {
            let name = Property::fixed(Value::String(name.into()));
            self.machine.object_mut(*id).properties.insert(Key::text("name"), name);
        }
    }

    fn define_method(&mut self, home: ObjectId, key: Key, kind: MemberKind, function: Value) {
        match kind {
            MemberKind::Getter => self.define_accessor(home, key, Some(function), None, false),
            MemberKind::Setter => self.define_accessor(home, key, None, Some(function), false),
            _ => {
                self.machine.object_mut(home).properties.insert(key, Property::hidden(function));
            }
        }
    }

    /// InitializeInstanceElements ( O, constructor ) — <https://tc39.es/ecma262/#sec-initializeinstanceelements>
    pub(super) fn initialize_instance_elements(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        class: &ClassObject,
    ) -> Result<(), Abrupt> {
        // 1. and 2.
        for (name, method) in &*class.private_methods {
            self.private_add(object, *name, method.clone())?;
        }
        // 3. and 4.
        self.initialize_fields(host, object, &class.fields)
    }

    /// DefineField ( receiver, fieldRecord ) of each — <https://tc39.es/ecma262/#sec-definefield>
    fn initialize_fields(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        fields: &[Field],
    ) -> Result<(), Abrupt> {
        for field in fields {
            let value = match &field.initializer {
                None => Value::Undefined,
                Some(initializer) => self.call(host, initializer, object.clone(), &[])?,
            };
            match &field.key {
                FieldKey::Property(key) => self.define_field(host, object, key, value)?,
                FieldKey::Private(name) => self.private_add(object, *name, PrivateElement::Field(value))?,
                FieldKey::None => {}
            }
        }
        Ok(())
    }

    /// CreateDataPropertyOrThrow ( receiver, key, value ) — <https://tc39.es/ecma262/#sec-createdatapropertyorthrow>
    fn define_field(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        value: Value,
    ) -> Result<(), Abrupt> {
        if self.callable(object).is_some() && key.as_str() == Some("prototype") {
            return Err(self.static_prototype(true));
        }
        let current = self.get_own_property(host, object, key)?;
        let takes = match (&current, self.object_of(object)?) {
            (Some(property), _) => property.configurable,
            (None, Some(id)) => self.machine.object(id).extensible,
            (None, None) => false,
        };
        let Some(id) = self.object_of(object)?.filter(|_| takes) else {
            return Err(self.field_not_defined(object, key, current.is_some()));
        };
        self.define(id, key.clone(), Property::plain(value))?.map_err(|_| Abrupt::Over)
    }
}
