// Comfort for every page. Each part looks for its own elements and does nothing where there are none; without any of
// this the pages are complete.
import { startActions } from "./actions.js";
import { startComboboxes } from "./combobox.js";
import { startKeyboard } from "./keyboard.js";
import { startLiveResults } from "./live.js";
import { startMaps } from "./maps.js";

startComboboxes();
startLiveResults();
startActions();
startKeyboard();
startMaps();
