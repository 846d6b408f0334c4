# Every command of the project; `make help` lists them.
.DEFAULT_GOAL := help
PY := .venv/bin/python
ENGINE_PY := .venv-engine/bin/python
export TF_CPP_MIN_LOG_LEVEL ?= 3
export SQLALCHEMY_SILENCE_UBER_WARNING ?= 1

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-24s %s\n", $$1, $$2}'

setup: ## build the environments and the encoder's file, where they are missing
	@scripts/setup.sh

train: setup ## train, if data, configuration or domain changed; FROM=nothing does not start from the model before
	@$(PY) -m bot.commands.train $(if $(FROM),--from $(FROM))

models: setup ## list the trained models with their dates and figures
	@$(PY) -m bot.commands.models

use-model: setup ## run another model from now on: NAME=3f2a..., or NAME=latest
	@$(PY) -m bot.commands.models $(NAME)

dev: setup ## as run, but files are watched: a changed text is there at once, a changed example is trained beside
	@$(PY) -m bot.commands.run --watch $(ARGS)

reload: setup ## a running service reads texts and topics again, and takes the model that is to be used
	@$(PY) -m bot.commands.reload

run: setup ## start everything in the foreground; Ctrl-C stops it
	@$(PY) -m bot.commands.run $(ARGS)

banner: setup ## tell everybody of an incident: TEXT="..."; without TEXT the banner goes
	@$(PY) -m bot.commands.banner banner

pause-assistant: setup ## the assistant answers nothing but emergencies; people can leave their problem for support
	@$(PY) -m bot.commands.banner pause

resume-assistant: setup ## the assistant answers again
	@$(PY) -m bot.commands.banner resume

erase: setup ## erase a conversation everywhere: CONVERSATION=web-..., CASE=K7M-4PQ, or all of ADDRESS=sms:+447700900123
	@$(PY) -m bot.commands.erase

desk-user: setup ## make an account of the desk, or a new link for one: NAME=sam@example.org ROLE=admin
	@$(PY) -m bot.commands.desk_user

check-channel: setup ## whether a messaging channel's credentials and webhook are right: NAME=telegram
	@$(PY) -m bot.commands.check_channel check

connect-channel: setup ## tell a provider where the webhook is: NAME=telegram
	@$(PY) -m bot.commands.check_channel connect

chat: setup ## talk in the terminal, or play a file: make -s chat < FILE
	@$(PY) -m bot.commands.chat $(ARGS)

understand: setup ## for each input line, what the assistant makes of it, as JSON
	@$(PY) -m bot.commands.understand $(ARGS)

test: setup ## run the whole suite
	@scripts/test.sh $(ARGS)

test-unit: setup ## the tests that need no trained model, server, browser or database, in under 30 seconds
	@scripts/test_unit.sh $(ARGS)

test-conversations: setup ## play the conversation tests, with ARGS='-k cid2014' some of them
	@$(PY) -m bot.commands.train && $(PY) -m pytest tests/conversations/test_conversations.py $(ARGS)

record-conversation: setup ## play a conversation in the terminal and save it as a test: NAME=what_it_shows
	@$(PY) -m tests.conversations.record $(or $(NAME),recorded) $(ARGS)

transcripts: setup ## write docs/conversations.md from the played conversations
	@WRITE_TRANSCRIPTS=1 $(PY) -m pytest -q tests/conversations/test_transcripts.py

channel-table: setup ## write the table of docs/channels.md from the tests
	@$(PY) -m tests.channels.table

settings-table: setup ## write docs/settings.md from the declarations
	@$(PY) -m bot.commands.settings_table

channel-pictures: setup ## draw docs/channel-*.png
	@$(PY) -m tests.channels.pictures

test-migration: setup ## migrate a store of 100,000 messages from revision 0005, on SQLite and on PostgreSQL
	@$(PY) -m tests.storage.migration_at_scale

evaluate: train ## how well messages are understood, per topic; pictures under var/evaluate
	@$(ENGINE_PY) -W ignore -m benchmarks.evaluate $(ARGS)

benchmark: train ## speeds and sizes, against Rasa's stock set-up (about 10 minutes)
	@$(PY) -m benchmarks.speed $(ARGS)

benchmark-training: setup ## processor time of training, after one changed example and from nothing (3 minutes)
	@$(PY) -m benchmarks.training

benchmark-understanding: setup ## our pipeline against Rasa's default one, on public data (20 minutes)
	@$(ENGINE_PY) -W ignore -m benchmarks.understanding $(ARGS)

test-faults: train ## kill processes at random while people talk: FAULT_CONVERSATIONS=300 for each store, FAULT_HANDOVERS=40, FAULT_BROWSERS=12
	@FAULT_CONVERSATIONS=$(or $(FAULT_CONVERSATIONS),300) FAULT_HANDOVERS=$(or $(FAULT_HANDOVERS),40) \
		FAULT_BROWSERS=$(or $(FAULT_BROWSERS),12) $(PY) -m pytest -s tests/faults $(ARGS)

check: setup ## formatting, lint, types, data, plain words
	@scripts/check.sh

format: setup ## put Python and YAML into their one form
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix . && $(PY) scripts/format_yaml.py --write

.PHONY: help setup train models use-model dev reload run banner pause-assistant resume-assistant erase desk-user check-channel connect-channel chat understand test test-unit test-conversations record-conversation transcripts channel-table settings-table channel-pictures test-faults test-migration evaluate benchmark benchmark-training benchmark-understanding check format
