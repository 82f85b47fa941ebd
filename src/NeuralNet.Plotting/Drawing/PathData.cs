using System.Text;

namespace NeuralNet.Plotting;

/// <summary>Builds the data of a path element.</summary>
internal sealed class PathData
{
    private readonly StringBuilder text = new();

    public bool IsEmpty => text.Length == 0;

    public PathData MoveTo(double x, double y) => Append('M', x, y);

    public PathData LineTo(double x, double y) => Append('L', x, y);

    /// <summary>Continues by a curve that leaves and arrives horizontally.</summary>
    public PathData SweepTo(double fromX, double fromY, double x, double y)
    {
        double half = (x - fromX) / 2;
        Append('C', fromX + half, fromY);
        Append(' ', x - half, y);
        return Append(' ', x, y);
    }

    public PathData Rectangle(double left, double top, double right, double bottom)
    {
        Append('M', left, top);
        text.Append('H').Append(SvgWriter.Number(right)).Append('V').Append(SvgWriter.Number(bottom));
        text.Append('H').Append(SvgWriter.Number(left)).Append('Z');
        return this;
    }

    public PathData Close()
    {
        text.Append('Z');
        return this;
    }

    public override string ToString() => text.ToString();

    private PathData Append(char command, double x, double y)
    {
        text.Append(command).Append(SvgWriter.Number(x)).Append(' ').Append(SvgWriter.Number(y));
        return this;
    }
}
