namespace NeuralNet.Mpi;

/// <summary>The implementations of MPI whose programs and libraries belong together.</summary>
internal enum MpiFamily
{
    /// <summary>Open MPI.</summary>
    OpenMpi,

    /// <summary>MPICH and the libraries with its ABI: Intel MPI, MVAPICH, Cray MPICH.</summary>
    Mpich,
}
