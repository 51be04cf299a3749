package keys

// Table returns the bindings as they ship. Each call makes a new one.
func Table() []Binding {
	var all []Binding
	all = append(all, moving()...)
	all = append(all, deciding()...)
	all = append(all, knowing()...)
	all = append(all, tending()...)
	return append(all, anywhere()...)
}

func moving() []Binding {
	every := []Where{Everywhere}
	return []Binding{
		{Down, []string{"j", "down"}, "down", "next row, or scroll the preview", every, 0},
		{Up, []string{"k", "up"}, "up", "previous row", every, 0},
		{Top, []string{"g", "home"}, "top", "first row", every, 0},
		{Bottom, []string{"G", "end"}, "bottom", "last row", every, 0},
		{HalfDown, []string{"ctrl+d"}, "half down", "half a page down", every, 0},
		{HalfUp, []string{"ctrl+u"}, "half up", "half a page up", every, 0},
		{PageDown, []string{"pgdown", "ctrl+f"}, "page down", "a page down", every, 0},
		{PageUp, []string{"pgup", "ctrl+b"}, "page up", "a page up", every, 0},
		{In, []string{"enter", "l", "right"}, "read", "into the preview", every, 50},
		{Out, []string{"h", "esc", "left"}, "back", "back to the list; clears search and selection", every, 0},
		{Pane, []string{"tab"}, "next pane", "between list and preview", every, 0},
		{Search, []string{"/"}, "search", "find in this list; in Stream, ask the whole store; in Trends, ask for one topic or two", every, 70},
		{Next, []string{"n"}, "next match", "next match of the search", every, 0},
		{Previous, []string{"N"}, "previous match", "previous match of the search", every, 0},
		{Filter, []string{"f"}, "filter", "cycle what the list shows", []Where{AtLinks, AtMessages, AtStream, AtPeople, AtTrends, AtSources}, 60},
	}
}

func deciding() []Binding {
	links := []Where{AtToday, AtLinks, AtStream}
	both := []Where{AtToday, AtLinks, AtMessages, AtStream}
	return []Binding{
		{Save, []string{"s"}, "save", "save the link for the digest", links, 10},
		{Reshare, []string{"r"}, "reshare", "write the reshare, with its credit; copying it records it", links, 11},
		{Dismiss, []string{"x"}, "dismiss", "dismiss: it comes back only with a new independent voice", both, 12},
		{Mark, []string{"m"}, "mark", "overrule the judge: a flip, or not a flip", []Where{AtToday, AtMessages}, 13},
		{Snooze, []string{"b"}, "snooze", "leave it until tomorrow morning", []Where{AtToday, AtLinks, AtMessages}, 14},
		{Why, []string{"w"}, "why", "the full receipt: how the score or the verdict came about", []Where{AtToday, AtLinks, AtMessages, AtStream, AtPeople}, 30},
		{Open, []string{"o"}, "open", "open in the browser", []Where{Everywhere}, 20},
		{Yank, []string{"y"}, "copy", "copy the address; of a person, the handle", []Where{Everywhere}, 0},
		{Select, []string{"space"}, "select", "select the row; a decision then takes all selected, as one step to undo", []Where{AtLinks, AtMessages, AtStream, AtPeople, AtSources}, 0},
		{Compose, []string{"c"}, "write", "write a post or an answer, with the flip meter beside it", []Where{AtToday, AtLinks, AtMessages, AtStream, AtPeople}, 21},
		{Answer, []string{"e"}, "answered", "you answered: nobody waits for it any more", []Where{AtMessages, AtPeople}, 16},
		{Digest, []string{"d"}, "copy digest", "copy today's digest as Markdown", []Where{AtToday, AtLinks}, 0},
	}
}

func knowing() []Binding {
	here := []Where{AtPeople}
	return []Binding{
		{Tie, []string{"t"}, "tie", "what the tie lives by: social, market, unknown", here, 10},
		{Credit, []string{"C"}, "credited", "you named them or thanked them for what you took", here, 17},
		{Join, []string{"J"}, "join", "say that two accounts are one person: one voice", here, 0},
		{Mute, []string{"M"}, "mute", "stop hearing a person; asks first", here, 18},
	}
}

func tending() []Binding {
	here := []Where{AtSources}
	return []Binding{
		{Add, []string{"a"}, "add", "follow a feed, a page, a tag or a profile", here, 10},
		{Edit, []string{"e"}, "edit", "change a source's title and tags", here, 11},
		{Remove, []string{"D"}, "remove", "stop following; its posts stay", here, 12},
		{Retry, []string{"R"}, "retry", "poll this source now", here, 13},
		{Import, []string{"i"}, "import", "read an OPML file, a urls file or an archive", here, 14},
	}
}

func anywhere() []Binding {
	every := []Where{Everywhere}
	return []Binding{
		{Today, []string{"1"}, "Today", "today's queue", every, 0},
		{Links, []string{"2"}, "Links", "the ranking", every, 0},
		{Messages, []string{"3"}, "Messages", "the inbox with verdicts", every, 0},
		{Stream, []string{"4"}, "Stream", "everything by time", every, 0},
		{People, []string{"5"}, "People", "who is heard, and whom to thank", every, 0},
		{Trends, []string{"6"}, "Trends", "what is talked about over time", every, 0},
		{Sources, []string{"7"}, "Sources", "what is polled, and how it fares", every, 0},
		{Undo, []string{"z"}, "undo", "take back the latest decision, whenever it was made", every, 15},
		{Redo, []string{"Z"}, "redo", "decide it again", every, 0},
		{Poll, []string{"R", "ctrl+r"}, "poll", "poll every source now", every, 80},
		{Palette, []string{":"}, "commands", "find a command by its words", every, 90},
		{Help, []string{"?"}, "help", "all keys that work here", every, 100},
		{Suspend, []string{"ctrl+z"}, "suspend", "back to the shell; fg returns", every, 0},
		{Quit, []string{"q"}, "quit", "quit; ctrl+c always quits too", every, 110},
	}
}
