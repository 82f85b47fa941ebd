namespace NeuralNet.LinearAlgebra;

/// <summary>Convolutions that read each channel by itself.</summary>
internal sealed unsafe class DepthwiseTechnique(ConvolutionShape shape) : IConvolutionTechnique
{
    private readonly DepthwiseProduct output = DepthwiseProduct.OfOutput(shape);
    private readonly DepthwiseProduct[] inputGradients = DepthwiseProduct.OfInputGradient(shape);
    private readonly DepthwiseGradient gradient = new(shape);

    public void Forward(float* input, float* kernel, float* output) => this.output.Run(input, kernel, output);

    public void InputGradient(float* outputGradient, float* kernel, float* inputGradient)
    {
        foreach (DepthwiseProduct phase in inputGradients)
            phase.Run(outputGradient, kernel, inputGradient);
    }

    public void KernelGradient(float* input, float* outputGradient, float* kernelGradient) =>
        gradient.Run(input, outputGradient, kernelGradient);
}
