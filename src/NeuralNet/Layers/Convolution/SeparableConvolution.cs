namespace NeuralNet;

/// <summary>A depthwise convolution and a convolution of size 1 of its outputs, for a batch.</summary>
internal sealed class SeparableConvolution(LinearAlgebra.ConvolutionShape depthwise, LinearAlgebra.ConvolutionShape pointwise)
{
    private readonly LinearAlgebra.Convolution depthwise = new(depthwise), pointwise = new(pointwise);

    /// <summary>Computes the outputs of the depthwise convolution, the channels, and those of the pointwise convolution.</summary>
    public void Forward(Tensor input, Tensor depthwiseKernel, Tensor pointwiseKernel, Tensor channels, Tensor output)
    {
        depthwise.Forward(input.Data, depthwiseKernel.Data, channels.Data);
        pointwise.Forward(channels.Data, pointwiseKernel.Data, output.Data);
    }

    /// <summary>Computes the gradients of both kernels and of the input of a frame.</summary>
    public void Backward(Frame frame, Parameter depthwiseKernel, Parameter pointwiseKernel, Tensor channels, Tensor channelGradients)
    {
        if (frame.Gradient(pointwiseKernel) is { } pointwiseGradient)
            pointwise.KernelGradient(channels.Data, frame.OutputGradient.Data, pointwiseGradient.Data);
        Tensor? depthwiseGradient = frame.Gradient(depthwiseKernel), inputGradient = frame.InputGradient;
        if (depthwiseGradient is null && inputGradient is null)
            return;
        pointwise.InputGradient(frame.OutputGradient.Data, pointwiseKernel.Value.Data, channelGradients.Data);
        if (depthwiseGradient is not null)
            depthwise.KernelGradient(frame.Input.Data, channelGradients.Data, depthwiseGradient.Data);
        if (inputGradient is not null)
            depthwise.InputGradient(channelGradients.Data, depthwiseKernel.Value.Data, inputGradient.Data);
    }
}
