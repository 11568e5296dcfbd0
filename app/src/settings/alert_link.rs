//! The way to what needs an admin, where one passes by; there only while there is something.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{Awaiting, Icon, drawing},
    shell::around,
    wire::session::Surroundings,
};

/// An entry of the navigation with how many there are; nothing while there are none.
#[component]
pub fn AlertLink(
    /// Where it leads.
    href: &'static str,
    /// Its icon.
    icon: &'static str,
    /// Its words.
    label: &'static str,
    /// The class of the number.
    class: &'static str,
    /// What the number counts, for a screen reader.
    counted: &'static str,
    /// How many there are.
    many: fn(&Surroundings) -> u64,
) -> impl IntoView {
    let link = move || {
        let many = around(many);
        drawing(move || {
            let many = many.get().filter(|many| *many > 0);
            many.map(|many| {
                view! {
                    <A href=href>
                        <Icon name=icon/><span>{label}</span>
                        <span class=class>{many} <span class="visually-hidden">{counted}</span></span>
                    </A>
                }
                .into_any()
            })
        })
    };
    view! { <Awaiting>{link()}</Awaiting> }.into_any()
}
