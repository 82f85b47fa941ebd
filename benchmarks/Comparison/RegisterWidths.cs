using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Comparison;

/// <summary>
/// Measures the product of each register width in relation to the peak of that width, on one core, by running this program without the
/// wider registers.
/// </summary>
internal static class RegisterWidths
{
    /// <summary>The argument by which the program measures only the widest registers that the runtime may use.</summary>
    public const string Argument = "--width";

    private const int Size = 512;

    /// <summary>Returns the row of a table for each width.</summary>
    public static IEnumerable<string> Rows() =>
        ((string[])["", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2"]).Select(Run).Where(row => row.Length > 0).Distinct();

    /// <summary>Returns the row of the widest registers.</summary>
    public static string Row()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return $"| {bits} bits | {Share<float>()} | {Share<double>()} |";
    }

    private static string Run(string switchedOff)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            [typeof(RegisterWidths).Assembly.Location, Argument])
        { RedirectStandardOutput = true };
        if (switchedOff.Length > 0)
            start.Environment[switchedOff] = "0";
        using Process process = Process.Start(start)!;
        string row = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return row;
    }

    private static string Share<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Compute.DegreeOfParallelism = 1;
        ILinearAlgebraProvider simd = new SimdLinearAlgebraProvider();
        var provider = (ILinearAlgebraProvider<T>)simd;
        T[] a = new T[Size * Size], b = new T[Size * Size], c = new T[Size * Size];
        Array.Fill(a, T.One);
        Array.Fill(b, T.One);
        var times = new List<double>();
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 500;)
        {
            long start = Stopwatch.GetTimestamp();
            provider.MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, T.One, a, Size, Size, b, Size, Size,
                T.Zero, c);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double gigaflops = 2.0 * Size * Size * Size / Statistics.Median(times) / 1e9, peak = PeakMeasurement.OneCore<T>();
        return string.Create(CultureInfo.InvariantCulture, $"{gigaflops:F1} of {peak:F1} = {gigaflops / peak:P0}");
    }
}
