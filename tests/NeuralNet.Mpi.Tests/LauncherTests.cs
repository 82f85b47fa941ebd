namespace NeuralNet.Mpi.Tests;

/// <summary>Tests that the program that started a process is recognized by its environment variables.</summary>
public class LauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=1", "mpirun of Open MPI", "OpenMpi", 4)]
    [InlineData("PMI_RANK=1 PMI_SIZE=3", "mpirun of MPICH", "Mpich", 3)]
    [InlineData("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=8 SLURM_PROCID=0", "a launcher with PMIx", "OpenMpi Mpich", 8)]
    [InlineData("PMIX_RANK=0", "a launcher with PMIx", "OpenMpi Mpich", null)]
    [InlineData("PMI_RANK=0 PMI_SIZE=8 SLURM_STEP_NUM_TASKS=8", "srun with PMI", "Mpich OpenMpi", 8)]
    [InlineData("PMI_CONTROL_PORT=1 SLURM_STEP_NUM_TASKS=8", "srun with PMI", "Mpich OpenMpi", 8)]
    public void ALauncherIsRecognized(string variables, string name, string families, int? size)
    {
        Launcher launcher = Launcher.Find(Environment(variables))!;
        Assert.Equal(name, launcher.Name);
        Assert.Equal(families, string.Join(' ', launcher.Families));
        Assert.Equal(size, launcher.Size);
    }

    /// <summary>The script of a batch job, and a shell in an allocation, are single processes.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("SLURM_NTASKS=8 SLURM_PROCID=0 SLURM_JOB_ID=7")]
    [InlineData("SLURM_STEP_NUM_TASKS=1 SLURM_PROCID=0")]
    public void AProcessAloneHasNoLauncher(string variables) => Assert.Null(Launcher.Find(Environment(variables)));

    [Fact]
    public void SlurmWithoutMpiIsRefused()
    {
        MpiException exception = Assert.Throws<MpiException>(
            () => Launcher.Find(Environment("SLURM_STEP_NUM_TASKS=8 SLURM_PROCID=3")));
        Assert.StartsWith("srun started 8 processes without MPI", exception.Message, StringComparison.Ordinal);
        Assert.Contains("srun --mpi=pmix", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMessageOfAMissingLibraryNamesItAndItsPackages()
    {
        var launcher = new Launcher("mpirun of Nobody", [], 2);
        MpiException exception = Assert.Throws<MpiException>(() => MpiLibrary.For(launcher));
        Assert.StartsWith("mpirun of Nobody started this process, but its library was not found", exception.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Environment(string variables)
    {
        Dictionary<string, string> all = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return all.GetValueOrDefault;
    }
}
