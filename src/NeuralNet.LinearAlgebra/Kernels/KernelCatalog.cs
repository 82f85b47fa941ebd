using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace NeuralNet.LinearAlgebra;

/// <summary>The kernels, best first, and the choice among them.</summary>
internal static class KernelCatalog
{
    /// <summary>The environment variable that forces a kernel by name, for tests and bug reports.</summary>
    public const string Variable = "NEURALNET_KERNEL";

    /// <summary>The kernels by the technique they use, best first.</summary>
    public static IReadOnlyList<KernelEntry> All { get; } =
    [
        new("vector512", Vector512.IsHardwareAccelerated,
            Create<float, Vector512<float>, Lanes512<float>>, Create<double, Vector512<double>, Lanes512<double>>,
            CreateConvolution<Vector512<float>, Lanes512<float>>),
        new("vector256", Vector256.IsHardwareAccelerated,
            Create<float, Vector256<float>, Lanes256<float>>, Create<double, Vector256<double>, Lanes256<double>>,
            CreateConvolution<Vector256<float>, Lanes256<float>>),
        new("vector128", Vector128.IsHardwareAccelerated,
            Create<float, Vector128<float>, Lanes128<float>>, Create<double, Vector128<double>, Lanes128<double>>,
            CreateConvolution<Vector128<float>, Lanes128<float>>),
        new("scalar", true,
            Create<float, float, LanesScalar<float>>, Create<double, double, LanesScalar<double>>,
            CreateConvolution<float, LanesScalar<float>>),
    ];

    private static bool Has32Registers => Vector512.IsHardwareAccelerated || AdvSimd.IsSupported;

    /// <summary>Returns the kernel that the environment variable names, or else the best kernel of this machine.</summary>
    /// <exception cref="InvalidOperationException">The variable names an unknown kernel, or one this machine has no instructions
    /// for.</exception>
    public static KernelEntry Choose() => Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Returns the kernel of a name, or the best kernel of this machine if the name is null or empty.</summary>
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
                $"{Variable} is '{name}', but this machine has no instructions for it. It has: "
                    + $"{Names(kernels.Where(kernel => kernel.IsSupported))}.");
        return named;
    }

    /// <summary>
    /// Creates the kernel of one kind of register: 32 registers hold a tile of 2×12 and its operands, 16 registers one of 2×6.
    /// </summary>
    private static ProductKernel<T> Create<T, TVector, TLanes>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> => Has32Registers
            ? new TiledProductKernel<T, Tiles<T, TVector, TLanes, Size12, Size5>>()
            : new TiledProductKernel<T, Tiles<T, TVector, TLanes, Size6, Size2>>();

    private static ConvolutionKernel CreateConvolution<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<float, TVector> => Has32Registers
            ? new TiledConvolutionKernel<Tiles<float, TVector, TLanes, Size12, Size5>>()
            : new TiledConvolutionKernel<Tiles<float, TVector, TLanes, Size6, Size2>>();

    private static string Names(IEnumerable<KernelEntry> kernels) => string.Join(", ", kernels.Select(kernel => kernel.Name));
}
