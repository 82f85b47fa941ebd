using System.Numerics;

namespace NeuralNet;

/// <summary>
/// Converts labels for the hinge losses as Keras does: labels of 0 and 1 become −1 and 1 if a batch has no others; otherwise they do not
/// change (losses/losses.py, <c>convert_binary_labels_to_hinge</c>).
/// </summary>
internal readonly record struct HingeLabels(bool AreBinary)
{
    public static HingeLabels Of(ReadOnlySpan<float> target) => new(!target.ContainsAnyExcept(0f, 1f));

    public Vector<float> Convert(Vector<float> label) => AreBinary ? label * 2 - Vector<float>.One : label;
}
