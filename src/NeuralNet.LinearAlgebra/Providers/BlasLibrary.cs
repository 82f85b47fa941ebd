using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>A native library with the C interface of BLAS, loaded once and kept for the life of the process.</summary>
internal sealed unsafe class BlasLibrary
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["libopenblas", "openblas", "mkl_rt.2", "mkl_rt", "libblas"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/Accelerate.framework/Accelerate", "libopenblas.dylib", "libmkl_rt.dylib"]
        : ["libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so", "libblis.so.4", "libcblas.so.3", "libblas.so.3"];

    private BlasLibrary(string name, nint multiplySingle, nint multiplyDouble)
    {
        Name = name;
        MultiplySingle = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int,
            void>)multiplySingle;
        MultiplyDouble =
            (delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int,
                void>)multiplyDouble;
    }

    /// <summary>The name under which the library was found.</summary>
    public string Name { get; }

    /// <summary>cblas_sgemm.</summary>
    public delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int,
        void> MultiplySingle
    { get; }

    /// <summary>cblas_dgemm.</summary>
    public delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int,
        void> MultiplyDouble
    { get; }

    /// <summary>Loads the first of the system's libraries that has the products.</summary>
    public static bool TryLoad([NotNullWhen(true)] out BlasLibrary? library)
    {
        library = Names.Select(TryLoad).FirstOrDefault(found => found is not null);
        return library is not null;
    }

    /// <summary>Loads a library by name; returns null if there is no such library, or the library has no products.</summary>
    public static BlasLibrary? TryLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, typeof(BlasLibrary).Assembly, null, out nint handle))
            return null;
        if (NativeLibrary.TryGetExport(handle, "cblas_sgemm", out nint single)
            && NativeLibrary.TryGetExport(handle, "cblas_dgemm", out nint twice))
            return new BlasLibrary(name, single, twice);
        NativeLibrary.Free(handle);
        return null;
    }

    /// <summary>Creates the error for a system without any of the libraries, which names those that were searched.</summary>
    public static DllNotFoundException NotFound() => new(
        $"No BLAS library with cblas_sgemm and cblas_dgemm was found. Searched: {string.Join(", ", Names)}. "
        + "Install one (on Debian and Ubuntu the package libopenblas0-pthread) or use SimdLinearAlgebraProvider, which needs none.");
}
