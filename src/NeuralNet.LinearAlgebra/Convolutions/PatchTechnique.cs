namespace NeuralNet.LinearAlgebra;

/// <summary>Convolutions as products of the kernel with patches.</summary>
internal sealed unsafe class PatchTechnique(ConvolutionShape shape, ConvolutionKernel technique) : IConvolutionTechnique
{
    private readonly PatchProduct output = PatchProduct.OfOutput(shape);
    private readonly PatchProduct[] inputGradients = PatchProduct.OfInputGradient(shape);
    private readonly KernelGradient gradient = new(shape);

    public void Forward(float* input, float* kernel, float* output) => technique.Multiply(this.output, input, kernel, output);

    public void InputGradient(float* outputGradient, float* kernel, float* inputGradient)
    {
        foreach (PatchProduct phase in inputGradients)
            technique.Multiply(phase, outputGradient, kernel, inputGradient);
    }

    public void KernelGradient(float* input, float* outputGradient, float* kernelGradient) =>
        technique.Multiply(gradient, input, outputGradient, kernelGradient);
}
