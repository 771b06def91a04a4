package io.jromio.adio.view;

abstract non-sealed class TiledAccess implements AccessList {}
