"""The rooms of the window beside the work screen. Each is made when it is first entered.

How to add one:

1. Write the page in a folder of its own: ``class VendorsPage(RoomPage)`` in ``app/ui/vendors/page.py``, made from
   :class:`~app.ui.room.RoomParts` alone. ``enter()`` is called each time it is shown: reload there and set the focus.
   Emit ``said`` for the line at the bottom and ``document_wanted`` to open a document on the work screen.
2. Write a function here that imports the page and makes it (imported late: the window opens without it).
3. Add a :class:`~app.ui.room.Room` to :data:`ROOMS`. Its shortcut is ``Alt+`` and its place; ``Alt+1`` is the work
   screen. Menu, tab, key sheet and the tests of keys and names follow from the entry by themselves.
"""

from __future__ import annotations

from app.ui.room import Room, RoomPage, RoomParts

WORK = "work"


def _orders(parts: RoomParts) -> RoomPage:
    from app.ui.orders.page import OrdersPage

    return OrdersPage(parts)


def _vendors(parts: RoomParts) -> RoomPage:
    from app.ui.vendors.page import VendorsPage

    return VendorsPage(parts)


def _items(parts: RoomParts) -> RoomPage:
    from app.ui.orders.items_page import ItemsPage

    return ItemsPage(parts)


def _profiles(parts: RoomParts) -> RoomPage:
    from app.ui.profiles.page import ProfileStudio

    return ProfileStudio(parts)


def _policy(parts: RoomParts) -> RoomPage:
    from app.ui.policy.page import PolicyPage

    return PolicyPage(parts)


def _insight(parts: RoomParts) -> RoomPage:
    from app.ui.insight.page import InsightPage

    return InsightPage(parts)


ROOMS: tuple[Room, ...] = (
    Room("orders", "Orders", "Alt+2", "Search orders; see lines, receipts and what was billed; import.", _orders),
    Room("vendors", "Vendors", "Alt+3", "Terms, scorecard and history of each vendor.", _vendors),
    Room("items", "Items", "Alt+4", "Items, conversions, substitutes and vendors' codes.", _items),
    Room("profiles", "Profiles", "Alt+5", "See how invoices are read, and change it for a vendor.", _profiles),
    Room("policy", "Policy", "Alt+6", "Tolerances, authority and switches; what a change would have done.", _policy),
    Room("insight", "Insight", "Alt+7", "What repeats, whose it is, and what would end it.", _insight),
)
