# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether everything that people work with has a name, as a screen reader reads it."""

import re

from accessibility import FOCUSABLE, SENSITIVE

CONTROLS = {
    "button", "checkbox", "combo box", "entry", "link", "list item", "menu button",
    "password text", "radio button", "slider", "spin button", "switch", "text", "text box",
    "toggle button",
}  # fmt: skip

# The name that GTK gives to what has none: that of its class.
NO_NAME = re.compile(r"\Z|(Gtk|Adw|Bell)[A-Z]\w+\Z")


class Names:
    """For a case."""

    def assert_named(self, window, least=1):
        # What is inside of a field is the library's own, and reached through the field.
        controls = [
            node
            for node in window.walk(stop_below=("combo box", "text box"))
            if node.role in CONTROLS and node.has(FOCUSABLE) and node.has(SENSITIVE)
        ]
        self.assertGreaterEqual(len(controls), least)
        self.assertEqual([node for node in controls if NO_NAME.match(node.name)], [])
