package io.jromio.h5vol;

import org.junit.jupiter.api.Nested;

/** All parts of the contract, for one connector. */
abstract class H5ContractSuite {
  abstract H5Subject subject();

  @Nested
  class Files extends FileContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Structure extends StructureContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Attributes extends AttributeContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Types extends TypeContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Selections extends SelectionContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Chunks extends ChunkContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }

  @Nested
  class Transfers extends TransferContract {
    @Override
    H5Subject subject() {
      return H5ContractSuite.this.subject();
    }
  }
}
