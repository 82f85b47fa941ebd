using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Runs the sweep of all sizes in processes without certain instruction sets, or with a selected kernel.</summary>
public sealed class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512=0", "vector256")]
    [InlineData("DOTNET_EnableAVX512F=0", "vector512")] // The name before .NET 10, which takes it without effect.
    [InlineData("DOTNET_EnableAVX2=0", "vector128")]
    [InlineData("DOTNET_EnableHWIntrinsic=0", "scalar")]
    public void Every_size_is_right_without_the_instructions(string setting, string best)
    {
        (string kernel, string result) = Sweep(setting);
        Assert.Equal("right", result);
        Assert.Contains(kernel, KernelCatalog.All.Select(entry => entry.Name).SkipWhile(name => name != best));
    }

    [Fact]
    public void Every_size_is_right_with_every_forced_kernel()
    {
        foreach (KernelEntry entry in KernelCatalog.All.Where(entry => entry.IsSupported))
            Assert.Equal((entry.Name, "right"), Sweep($"{KernelCatalog.Variable}={entry.Name}"));
    }

    [Fact]
    public void An_unknown_kernel_stops_the_provider_and_names_the_known_ones()
    {
        using Process process = Start($"{KernelCatalog.Variable}=fast");
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("NEURALNET_KERNEL is 'fast'", error, StringComparison.Ordinal);
        Assert.Contains("vector512, vector256, vector128, scalar", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_the_machine_lacks_is_refused_by_name()
    {
        KernelEntry missing = KernelCatalog.All[0] with { IsSupported = false };
        var refused = Assert.Throws<InvalidOperationException>(() =>
            KernelCatalog.Choose([missing, .. KernelCatalog.All.Skip(1)], missing.Name));
        Assert.Contains("no instructions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_the_best_kernel_is_chosen()
    {
        string best = Vector512.IsHardwareAccelerated ? "vector512" : Vector256.IsHardwareAccelerated ? "vector256"
            : Vector128.IsHardwareAccelerated ? "vector128" : "scalar";
        Assert.Equal(best, KernelCatalog.Choose(KernelCatalog.All, "").Name);
    }

    private static (string Kernel, string Result) Sweep(string setting)
    {
        using Process process = Start(setting);
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return (lines[0], lines[1]);
    }

    private static Process Start(string setting)
    {
        string[] assignment = setting.Split('=');
        var start = new ProcessStartInfo(Environment.ProcessPath!.Contains("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { "exec", typeof(InstructionSetTests).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(KernelCatalog.Variable);
        start.Environment[assignment[0]] = assignment[1];
        return Process.Start(start)!;
    }
}
