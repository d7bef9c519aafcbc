"""Screen a client with a spinal problem before massage.

How the data flows, which is also the list of modules:

    questions/*.toml -> catalogue -> pack -> interview -> answers -> decision
                                                 ^ prompts ask          |
                              cli joins the steps      presentation  <--+

`condition` is the grammar in which packs say "when"; `sheet` reads answers under a
pack. The middle is pure; only catalogue, prompts, presentation and cli touch files,
the terminal or the clock.
"""

__version__ = "0.1.0"
