# The short way to everything. `make` leaves the command at build/pirn, ready
# to be used in place.

BUILD = build
PREFIX = /usr/local
JOBS = 2

all: $(BUILD)/CMakeCache.txt
	@cmake --build $(BUILD) -j $(JOBS)

$(BUILD)/CMakeCache.txt: CMakeLists.txt
	@scripts/install-packages build
	@cmake -S . -B $(BUILD) -D CMAKE_INSTALL_PREFIX=$(PREFIX)

# The main job, on real input.
demo: all
	@scripts/install-packages demo
	@scripts/demo.sh

test: all
	@scripts/install-packages test
	@cmake --build $(BUILD) -j $(JOBS) --target tests
	@ctest --test-dir $(BUILD) -j $(JOBS) --output-on-failure

# ROWS="fib switch-2" runs some.
bench: all
	@scripts/install-packages bench
	@bench/run $(ROWS)

# Random programs through the translator, until stopped.
soak: all
	@scripts/install-packages test
	@tests/differential/soak.sh

# Random bytes through the translator; SECONDS_TO_FUZZ=60 for a minute.
fuzz: all
	@scripts/install-packages test
	@scripts/fuzz.sh

lint:
	@scripts/install-packages lint
	@scripts/lint.sh

install: all
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	rm -rf $(BUILD)

.PHONY: all demo test bench soak fuzz lint install clean
