using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// What the layers share that drop values in training: a factor for each value, 0 where it is dropped, which is the slope there too.
/// </summary>
internal static class DropFactors
{
    /// <summary>Declares the memory of the factors, which the forward pass draws.</summary>
    public static LayerMemory Declare(LayerBuilder builder) => builder.AddMemory("factors", shapes => shapes.Output);

    /// <summary>Returns whether a pass drops anything. If not, the layer passes everything on.</summary>
    public static bool AreDrawn(Frame frame, float rate) => frame.IsTraining && rate > 0;

    /// <summary>dx = factor·dy, or dy where none were drawn.</summary>
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
