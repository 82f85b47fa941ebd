namespace NeuralNet.LinearAlgebra;

/// <summary>A technique for the convolutions of one shape.</summary>
internal unsafe interface IConvolutionTechnique
{
    /// <summary>Computes the output.</summary>
    void Forward(float* input, float* kernel, float* output);

    /// <summary>Computes the gradient of the input.</summary>
    void InputGradient(float* outputGradient, float* kernel, float* inputGradient);

    /// <summary>Computes the gradient of the kernel.</summary>
    void KernelGradient(float* input, float* outputGradient, float* kernelGradient);
}
