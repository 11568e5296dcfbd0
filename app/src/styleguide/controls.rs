//! What is pressed, typed into and chosen from.

use leptos::prelude::*;

use super::{Specimen, State};
use crate::components::{CopyField, Field, Icon, Select, TabItem, Tabs};

/// Buttons, fields, tabs.
#[component]
pub fn Controls() -> impl IntoView {
    view! { <Buttons/> <Fields/> <Copies/> <TabRow/> }
}

#[component]
fn Buttons() -> impl IntoView {
    let states = |class: &'static str, label: &'static str| {
        view! {
            <button type="button" class=class>{label}</button> " "
            <button type="button" class=class disabled>{label}", disabled"</button>
        }
    };
    view! {
        <Specimen title="Button" about="One primary at most in sight. A link that acts as one takes the same classes.">
            <State name="Secondary">{states("button", "Cancel")}</State>
            <State name="Primary">{states("button primary", "Save")}</State>
            <State name="Quiet">{states("button quiet", "Open in Lever")}</State>
            <State name="Danger: asks first">{states("button danger", "Disconnect")}</State>
            <State name="Danger: does it">{states("button danger solid", "Disconnect")}</State>
            <State name="Link">{states("button link", "Overrule")}</State>
            <State name="With an icon"><button type="button" class="button"><Icon name="plus"/>"Add"</button></State>
            <State name="Icon only"><button type="button" class="button quiet icon-only" aria-label="Close"><Icon name="close"/></button></State>
            <State name="At work"><button type="button" class="button primary" disabled>"Saving…"</button></State>
            <State name="Chips"><span class="chips"><button type="button" class="chip" aria-pressed="true">"Withdrew"</button><button type="button" class="chip" aria-pressed="false">"Not reachable"</button></span></State>
            <State name="Segments"><span class="segmented"><button type="button" aria-pressed="true">"Light"</button><button type="button" aria-pressed="false">"Dark"</button></span></State>
        </Specimen>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let problem = Signal::stored(Some("This mail address has no @.".to_owned()));
    view! {
        <Specimen title="Field and select" about="A label above, help below. What is wrong is said where it is wrong.">
            <State name="Empty"><Field label="Mail address" hint="The one you sign in with."><input type="email" autocomplete="off" placeholder="you@example.com"/></Field></State>
            <State name="Filled"><Field label="Name"><input type="text" autocomplete="off" value="Ada Byron"/></Field></State>
            <State name="Wrong"><Field label="Mail" problem=problem><input type="text" autocomplete="off" value="ada.example.com" aria-invalid="true"/></Field></State>
            <State name="Disabled"><Field label="Organization"><input type="text" value="Northwind" disabled/></Field></State>
            <State name="Text"><Field label="Comment"><textarea rows="2"></textarea></Field></State>
            <State name="Select"><Field label="Verdict"><Select><select><option>"met"</option><option>"partly"</option></select></Select></Field></State>
            <State name="Select, disabled"><Field label="Role"><Select><select disabled><option>"Owner"</option></select></Select></Field></State>
            <State name="Filter"><label class="filter"><Icon name="filter"/><span class="visually-hidden">"Filter"</span><input type="search" placeholder="Filter by title"/></label></State>
            <State name="Boxes"><label><input type="checkbox" checked/>" on "</label><label><input type="checkbox"/>" off "</label><label><input type="checkbox" disabled/>" disabled"</label></State>
        </Specimen>
    }
}

#[component]
fn Copies() -> impl IntoView {
    view! {
        <Specimen title="Text to copy" about="Cannot be typed into. The button says when it is copied; where a browser refuses, the text stands marked.">
            <State name="Short"><CopyField label="Token" value="clara_4f0c9a"/></State>
            <State name="Longer than its place"><CopyField label="Address" value="https://clara.example/webhooks/lever/01j8z6t4q2/9f2c7d1b5e8a4c0d6b3f9e7a1c5d8b2f"/></State>
        </Specimen>
    }
}

#[component]
fn TabRow() -> impl IntoView {
    let tabs = [
        ("Match", None),
        ("Documents", Some(2)),
        ("Comments", Some(0)),
    ];
    let tabs = tabs
        .into_iter()
        .enumerate()
        .map(|(shows, (label, count))| TabItem {
            shows,
            label,
            count: count.map(Signal::stored),
        });
    view! {
        <Specimen title="Tabs" about="One panel in sight. Arrow keys, Home and End go through the row.">
            <State name="The first is chosen"><Tabs label="Tabs of the styleguide" id="specimen" tabs=tabs.collect() chosen=RwSignal::new(0)><p>"The panel."</p></Tabs></State>
        </Specimen>
    }
}
