package io.jromio.adio.view;

abstract non-sealed class ListedAccess implements AccessList {}
