using System.Globalization;

namespace NeuralNet.Mpi;

/// <summary>
/// The program that started the processes of a job, recognized by the environment variables that it sets for each process. A library of
/// another MPI does not understand these variables: each process would be rank 0 of 1.
/// </summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Families">The implementations whose libraries can belong to the program, the most likely first.</param>
/// <param name="Size">The number of processes; null if it is unknown.</param>
internal sealed record Launcher(string Name, IReadOnlyList<MpiFamily> Families, int? Size)
{
    /// <summary>Returns the program that started this process; null for a process that was started by itself.</summary>
    /// <param name="variable">Returns the value of an environment variable, or null.</param>
    /// <exception cref="MpiException">Slurm started several processes without MPI.</exception>
    public static Launcher? Find(Func<string, string?> variable)
    {
        int? steps = Number("SLURM_STEP_NUM_TASKS");
        if (Has("OMPI_COMM_WORLD_SIZE"))
            return new Launcher("mpirun of Open MPI", [MpiFamily.OpenMpi], Number("OMPI_COMM_WORLD_SIZE"));
        if (Has("PMIX_RANK"))
            return new Launcher("a launcher with PMIx", [MpiFamily.OpenMpi, MpiFamily.Mpich], steps);
        if (Has("PMI_RANK") || Has("PMI_SIZE") || Has("PMI_CONTROL_PORT"))
            return steps is null
                ? new Launcher("mpirun of MPICH", [MpiFamily.Mpich], Number("PMI_SIZE"))
                : new Launcher("srun with PMI", [MpiFamily.Mpich, MpiFamily.OpenMpi], Number("PMI_SIZE") ?? steps);
        if (steps > 1 && Has("SLURM_PROCID"))
            throw new MpiException(string.Create(CultureInfo.InvariantCulture,
                $"srun started {steps} processes without MPI, so they cannot find each other. Start them with "
                + $"'srun --mpi=pmix' or 'srun --mpi=pmi2'; 'srun --mpi=list' shows the possible values."));
        return null;

        bool Has(string name) => !string.IsNullOrEmpty(variable(name));

        int? Number(string name) =>
            int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
