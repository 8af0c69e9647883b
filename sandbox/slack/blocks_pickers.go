package slack

import "time"

// pickers are the elements that show all that there is to choose from.
func pickers() kinds {
	linked := option(plain, fields{"url": may(link())})
	boxes := list(1, maxBoxes, option(anyText, nil))
	return kinds{
		"overflow": inTurn(actionable(confirmable(), fields{"options": must(list(1, maxOverflow, linked))}), offersInitial),
		"checkboxes": inTurn(
			actionable(confirmable(), focusable(), fields{"options": must(boxes), "initial_options": may(boxes)}),
			offersInitial,
		),
		"radio_buttons": inTurn(
			actionable(confirmable(), focusable(), fields{"options": must(boxes), "initial_option": may(option(anyText, nil))}),
			offersInitial,
		),
		"datepicker": menu("initial_date", written(time.DateOnly)),
		"timepicker": menu("initial_time", written("15:04"), fields{"timezone": may(text(maxID))}),
		"datetimepicker": actionable(confirmable(), focusable(), fields{
			"initial_date_time": may(whole(minTimestamp, maxTimestamp)),
		}),
	}
}
