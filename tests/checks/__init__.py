"""Tests of the checks beside a notice, and of the registers that they rest on."""
