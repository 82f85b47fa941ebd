using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Every kernel there is, best first, and the choice among them.</summary>
internal static class KernelCatalog
{
    /// <summary>The environment variable that forces a kernel by name, for tests and bug reports.</summary>
    public const string Variable = "NEURALNET_KERNEL";

    // 32 registers hold a tile of 2×12 and its operands, 16 hold one of 2×6.
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        new("vector512", Vector512.IsHardwareAccelerated,
            () => new TiledProductKernel<float, Tiles<float, Vector512<float>, Lanes512<float>, Constant12, Constant5>>(),
            () => new TiledProductKernel<double, Tiles<double, Vector512<double>, Lanes512<double>, Constant12, Constant5>>()),
        new("vector256", Vector256.IsHardwareAccelerated,
            () => new TiledProductKernel<float, Tiles<float, Vector256<float>, Lanes256<float>, Constant6, Constant2>>(),
            () => new TiledProductKernel<double, Tiles<double, Vector256<double>, Lanes256<double>, Constant6, Constant2>>()),
        new("vector128", Vector128.IsHardwareAccelerated,
            () => new TiledProductKernel<float, Tiles<float, Vector128<float>, Lanes128<float>, Constant6, Constant2>>(),
            () => new TiledProductKernel<double, Tiles<double, Vector128<double>, Lanes128<double>, Constant6, Constant2>>()),
        new("scalar", true,
            () => new TiledProductKernel<float, Tiles<float, float, LanesScalar<float>, Constant6, Constant2>>(),
            () => new TiledProductKernel<double, Tiles<double, double, LanesScalar<double>, Constant6, Constant2>>()),
    ];

    /// <summary>The kernel that the environment variable names, or else the best this machine has.</summary>
    /// <exception cref="InvalidOperationException">The variable names an unknown kernel, or one this machine has no instructions for.</exception>
    public static KernelEntry Choose() => Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The kernel called <paramref name="name"/>, or the best this machine has if that is null or empty.</summary>
    public static KernelEntry Choose(string? name) => Choose(All, name);

    internal static KernelEntry Choose(IReadOnlyList<KernelEntry> kernels, string? name)
    {
        if (string.IsNullOrEmpty(name))
            return kernels.First(kernel => kernel.IsSupported);

        KernelEntry? named = kernels.FirstOrDefault(kernel => kernel.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (named is null)
            throw new InvalidOperationException($"{Variable} is '{name}', which is no kernel. Known are, best first: {Names(kernels)}.");
        if (!named.IsSupported)
            throw new InvalidOperationException(
                $"{Variable} is '{name}', but this machine has no instructions for it. It has: {Names(kernels.Where(kernel => kernel.IsSupported))}.");
        return named;
    }

    private static string Names(IEnumerable<KernelEntry> kernels) => string.Join(", ", kernels.Select(kernel => kernel.Name));
}
