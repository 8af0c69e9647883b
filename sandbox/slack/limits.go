package slack

import "time"

// Slack's limits. Lengths are in Unicode code points, everything else in items or
// as it says. Each group names the page that says so, under https://docs.slack.dev.
const (
	// /reference/methods/chat.postMessage
	maxMessageText = 40000
	maxAttachments = 100

	// /reference/block-kit/blocks
	maxBlocks = 50
	maxID     = 255 // block_id and action_id

	// /reference/block-kit: where it gives no limit, that of a text object
	maxUnstated = 3000

	// /reference/views/modal-views, /reference/views/home-tab-views
	maxViewBlocks = 100
	maxViewTitle  = 24 // and the texts of submit and close
	maxMetadata   = 3000
	maxCallbackID = 255 // and external_id

	// /reference/block-kit/blocks/section-block
	maxSectionText   = 3000
	maxSectionFields = 10
	maxFieldText     = 2000

	// /reference/block-kit/blocks/header-block
	maxHeader      = 150
	maxHeaderLevel = 6

	// /reference/block-kit/blocks/context-block
	maxContext = 10

	// /reference/block-kit/blocks/actions-block
	maxActions = 25

	// /reference/block-kit/blocks/context-actions-block
	maxContextActions = 5

	// /reference/block-kit/blocks/markdown-block; for all of a message together
	maxMarkdown = 12000

	// /reference/block-kit/blocks/image-block
	maxAltText    = 2000
	maxImageTitle = 2000

	// /reference/block-kit/blocks/video-block
	maxVideoTitle    = 200
	maxVideoLink     = 2000 // title_url and provider_icon_url
	maxVideoAuthor   = 50
	maxVideoProvider = 50
	maxVideoAbout    = 200

	// /reference/block-kit/blocks/rich-text-block
	maxIndent   = 8
	maxBorder   = 1
	maxSkinTone = 6

	// /reference/block-kit/blocks/input-block
	maxLabel = 2000 // and hint

	// /reference/block-kit/blocks/table-block
	maxTables       = 1 // in a message
	maxTableRows    = 100
	maxTableColumns = 20
	maxTableText    = 10000 // in all cells

	// /reference/block-kit/blocks/data-table-block; rows with the header
	minDataRows    = 2
	maxDataRows    = 201
	maxDataColumns = 20
	maxDataPage    = 100
	maxDataText    = 20000 // in all cells of a message

	// /reference/block-kit/blocks/data-visualization-block
	maxCharts      = 2 // in a message
	maxChartTitle  = 50
	maxChartSeries = 12 // segments of a pie too
	maxChartPoints = 20
	maxChartLabel  = 20
	maxAxisLabel   = 50

	// /reference/block-kit/blocks/plan-block
	maxPlanTasks = 50

	// /reference/block-kit/blocks/card-block, carousel-block, container-block
	maxCardTitle   = 150
	maxCardBody    = 200
	maxCardActions = 3
	maxCarousel    = 10
	maxContained   = 10

	// /reference/block-kit/blocks/alert-block
	maxAlert = 200

	// /reference/block-kit/block-elements/button-element
	maxButtonText  = 75
	maxButtonValue = 2000
	maxURL         = 3000
	maxPrompt      = 4000 // agent_prompt

	// /reference/block-kit/block-elements/icon-button-element
	maxVisibleTo = 10

	// /reference/block-kit/block-elements/{select-menu,overflow-menu,checkboxes,radio-button-group}-element
	maxPlaceholder = 150
	maxOptions     = 100
	maxOverflow    = 5
	maxBoxes       = 10

	// /reference/block-kit/block-elements/plain-text-input-element
	maxTyped = 3000 // of min_length and of max_length

	// /reference/block-kit/block-elements/rich-text-input-element
	maxLines = 100

	// /reference/block-kit/block-elements/file-input-element
	maxFiles = 10

	// /reference/block-kit/block-elements/datetime-picker-element: ten digits
	minTimestamp = 1_000_000_000
	maxTimestamp = 9_999_999_999

	// /reference/block-kit/composition-objects/dispatch-action-configuration-object
	maxTriggers = 2

	// /reference/block-kit/composition-objects/conversation-filter-object
	maxIncluded = 4

	// /reference/block-kit/composition-objects/option-object
	maxOptionText  = 75
	maxOptionValue = 150

	// /reference/block-kit/composition-objects/confirmation-dialog-object
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30

	// /reference/block-kit/composition-objects/text-object
	maxText = 3000

	// /interactivity/handling-user-interaction#message_responses
	responseUses = 5
	responseLife = 30 * time.Minute

	// /interactivity/implementing-slash-commands#responding_to_commands
	answerTime = 3 * time.Second
)

// The rate tiers of /apis/web-api/rate-limits. Slack gives them as "at least";
// the burst is one minute's worth.
func tier2() rule { return rule{perMinute: 20, burst: 20} }
func tier3() rule { return rule{perMinute: 50, burst: 50} }
func tier4() rule { return rule{perMinute: 100, burst: 100} }

// special is for methods with a rate of their own, "hundreds per minute".
func special() rule { return rule{perMinute: 300, burst: 300} }

// channelRate is how often a message may be posted in one channel: once a
// second, with short bursts above it.
func channelRate() rule { return rule{perMinute: 60, burst: 5} }
