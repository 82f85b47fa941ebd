using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The factors of layers that drop values in training: one for each value, 0 for a dropped one, which is also the derivative.
/// </summary>
internal static class DropFactors
{
    /// <summary>Declares the memory of the factors, which the forward pass draws.</summary>
    public static LayerMemory Declare(LayerBuilder builder) => builder.AddMemory("factors", shapes => shapes.Output);

    /// <summary>Returns whether a pass drops values; otherwise the layer passes its input on.</summary>
    public static bool AreDrawn(Frame frame, float rate) => frame.IsTraining && rate > 0;

    /// <summary>Writes dx = factor·dy, or dy where no factors were drawn.</summary>
    public static void PutGradient(Frame frame, float rate, LayerMemory factors)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        if (AreDrawn(frame, rate))
            TensorPrimitives.Multiply(frame.OutputGradient.Data, frame[factors].Data, inputGradient.Data);
        else
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }
}
