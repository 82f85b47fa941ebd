namespace NeuralNet.LinearAlgebra;

/// <summary>Computes products of kernels and patches from register tiles of one width.</summary>
internal sealed unsafe class TiledConvolutionKernel<TTiles> : ConvolutionKernel
    where TTiles : struct, ITiles<float>
{
    public override void Multiply(PatchProduct product, float* source, float* kernel, float* result) =>
        TiledPatchProduct<TTiles>.Run(product, source, kernel, result);

    public override void MultiplyPacked(PatchProduct product, float* source, float* packed, float* result) =>
        TiledPatchProduct<TTiles>.RunPacked(product, source, packed, result);

    public override void Multiply(KernelGradient gradient, float* source, float* outputGradient, float* kernelGradient) =>
        TiledKernelGradient<TTiles>.Run(gradient, source, outputGradient, kernelGradient);

    private protected override nint PackedLengthOf(PatchProduct product) => product.PackedLength(TTiles.Rows);

    private protected override void Pack(PatchProduct product, float* kernel, float* packed) =>
        TiledPatchProduct<TTiles>.Pack(product, kernel, packed);
}
