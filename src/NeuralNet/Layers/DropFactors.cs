using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// What the layers share that drop values in training: a factor for each value, 0 where it is dropped, which is the slope there too.
/// </summary>
internal static class DropFactors
{
    /// <summary>The number of the factors among the frame's scratch tensors.</summary>
    public const int Scratch = 0;

    /// <summary>Whether a pass drops anything. If not, the layer passes everything on.</summary>
    public static bool AreDrawn(Frame frame, float rate) => frame.IsTraining && rate > 0;

    /// <summary>The factors, which the forward pass draws.</summary>
    public static Tensor Of(Frame frame) => frame.Scratch(Scratch, frame.Output.Shape);

    /// <summary>dx = factor·dy, or dy where none were drawn.</summary>
    public static void PutGradient(Frame frame, float rate)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        if (AreDrawn(frame, rate))
            TensorPrimitives.Multiply(frame.OutputGradient.Data, Of(frame).Data, inputGradient.Data);
        else
            frame.OutputGradient.Data.CopyTo(inputGradient.Data, 0);
    }
}
