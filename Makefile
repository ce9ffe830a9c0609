# The short way to everything. `make` leaves the command at build/pirn, ready
# to be used in place.

BUILD = build
PREFIX = /usr/local
JOBS = $(shell nproc)

# A build says nothing unless something is wrong, which is what compilers and
# CMake write to standard error. A `make -j` around this one is no business of
# the make that CMake starts.
build = MAKEFLAGS= cmake --build $(BUILD) -j $(JOBS) >/dev/null
# What a target needs is installed first; its name follows.
packages = scripts/install-packages
# ctest's arguments follow.
ctest = ctest --test-dir $(BUILD) -j $(JOBS) --output-on-failure

all: $(BUILD)/Makefile
	@$(build)

# A file that is new or gone changes the time of its directory. CMake would
# notice by itself, but not in silence.
$(BUILD)/Makefile: $(shell find $(wildcard src include examples tests/.) -type d)
	@[ -e $@ ] || $(packages) build
	@[ -e $@ ] || echo "building Pirn in $(BUILD)"
	@cmake -S . -B $(BUILD) -D CMAKE_INSTALL_PREFIX=$(PREFIX) >/dev/null
	@touch $@

# The main job, on real input.
demo: all
	@$(packages) demo
	@BUILD=$(BUILD) scripts/demo.sh

# What the tests need beside the command; they run the linter, too.
tests: all
	@$(packages) test lint
	@$(build) --target tests

test: tests
	@$(ctest)

# What finds most in little time: each program built and run once.
check: tests
	@PIRN_TEST_ONCE=1 $(ctest) -R '^(unit|translate|behave|rules|examples)/' \
	    -E '-(asan|tsan|valgrind)$$'

# ROWS="fib switch-2" runs some.
bench: all
	@$(packages) bench
	@BUILD=$(BUILD) bench/run $(ROWS)

# Random programs through the translator and through the runtime, until
# stopped; SECONDS_TO_SOAK=60 for a minute.
soak: tests
	@BUILD=$(BUILD) tests/soak/soak.sh

# Random bytes through the translator and the parsers of the examples;
# SECONDS_TO_FUZZ=60 for a minute.
fuzz: all
	@$(packages) test
	@scripts/fuzz.sh

# DIR=...: every C program of that directory, with every function a coroutine,
# does what it does as it is.
oracle: all
	@BUILD=$(BUILD) scripts/oracle.sh "$(DIR)" $(ONLY)

lint:
	@$(packages) lint
	@scripts/lint.sh

install: all
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	rm -rf $(BUILD)

.PHONY: all demo tests test check bench soak fuzz oracle lint install clean
